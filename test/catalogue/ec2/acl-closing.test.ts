import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closed, isOpen, NoRoom } from '../../../catalogue/ec2/acl-closing.ts';
import { covers, type Entry } from '../../../catalogue/ec2/acl-entries.ts';
import { contains, isTheWorld } from '../../../catalogue/ec2/ranges.ts';

const wanted = { ports: [22, 3389], kept: ['10.0.0.0/8', '192.168.0.0/16', '2001:db8:1200::/56'] };

const range = fc.constantFrom(
  ...['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '10.20.0.0/16', '203.0.113.0/24', '192.168.0.0/16'],
  ...['::/0', '2001:db8:1200::/56', '2001:db8:77::/48'],
);
const ports = fc.constantFrom(
  { from: 22, to: 22 },
  { from: 22, to: 23 },
  { from: 3389, to: 3389 },
  { from: 1024, to: 65_535 },
  { from: 0, to: 65_535 },
  { from: 443, to: 443 },
);
const entry = fc.record({
  action: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
  protocol: fc.constantFrom('6', '6', '17', '-1'),
  ports,
  range,
});
const entries = fc
  .array(entry, { minLength: 1, maxLength: 7 })
  .map((some) => some.map((one, index) => ({ ...one, number: 100 * (index + 1) })))
  .map((some): Entry[] => some.map((one) => (one.protocol === '-1' ? { ...one, ports: null } : one)));

/** One address of each part of the address space that the ranges above tell apart, and what any packet may be for. */
const addresses = ['8.8.8.8', '200.1.1.1', '10.20.1.1', '10.9.9.9', '203.0.113.7', '192.168.1.1'];
const addresses6 = ['2600::1', '2001:db8:1200::1', '2001:db8:77::1'];
const packets = [...addresses, ...addresses6].flatMap((from) =>
  [22, 23, 443, 3389, 50_000].map((port) => ({ from, port })),
);

describe('network ACLs whose openings are closed', () => {
  test('let nobody in that was not let in before', () => {
    fc.assert(
      fc.property(entries, (before) => {
        const gained = packets.filter((one) => letsIn(close(before), one) && !letsIn(before, one));
        expect(gained).toEqual([]);
      }),
    );
  });

  test('are closed, and stay as they are from then on', () => {
    fc.assert(
      fc.property(entries, (before) => {
        const after = close(before);
        expect(isOpen(after, wanted.ports)).toBe(false);
        expect(closed(after, wanted)).toBe(after);
      }),
    );
  });

  test('do as before with other ports, and with other protocols', () => {
    fc.assert(
      fc.property(entries, (before) => {
        const after = close(before);
        for (const packet of packets.filter(({ port }) => !wanted.ports.includes(port))) {
          expect(letsIn(after, packet)).toBe(letsIn(before, packet));
        }
        expect(after.filter(({ protocol }) => protocol !== '6')).toEqual(
          before.filter(({ protocol }) => protocol !== '6'),
        );
      }),
    );
  });

  test('let in whoever is kept, and whoever an entry of their own let in', () => {
    fc.assert(
      fc.property(entries, (before) => {
        const after = close(before);
        for (const packet of packets.filter((one) => letsIn(before, one))) {
          const named = before.filter(
            (one) => one.action === 'allow' && covers(one, packet.port) && !isTheWorld(one.range),
          );
          const theirs = [...wanted.kept, ...named.map((one) => one.range)];
          if (theirs.some((outer) => contains(outer, packet.from))) {
            expect({ packet, in: letsIn(after, packet) }).toEqual({ packet, in: true });
          }
        }
      }),
    );
  });

  test('use every number once', () => {
    fc.assert(
      fc.property(entries, (before) => {
        const numbers = close(before).map(({ number }) => number);
        expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
      }),
    );
  });
});

test('a network ACL without room is told apart, and which rule is to blame', () => {
  expect(closed([opening(1)], wanted)).toEqual(new NoRoom(1));
  // Six entries would have to come between the two, and before 97 they would decide over whom it denies.
  const dense = [tcp(97, 'deny', 22, '10.1.0.0/16'), opening(100)];
  expect(closed(dense, wanted)).toEqual(new NoRoom(100));
});

test('an entry for an office that a denial would shadow once the opening is gone is put before that', () => {
  const before = [tcp(100, 'allow', 22, '0.0.0.0/0'), tcp(110, 'deny', 22, '0.0.0.0/0'), tcp(120, 'allow', 22, office)];
  expect(close(before)).toContainEqual(tcp(99, 'allow', 22, office));
});

test('an entry for an office that comes to bear once the opening is gone is not repeated', () => {
  const before = [tcp(100, 'allow', 22, '0.0.0.0/0'), tcp(120, 'allow', 22, office)];
  expect(close(before).filter(({ range: from }) => from === office)).toEqual([tcp(120, 'allow', 22, office)]);
});

const office = '203.0.113.0/24';

function tcp(number: number, action: Entry['action'], port: number, from: string): Entry {
  return { number, action, protocol: '6', ports: { from: port, to: port }, range: from };
}

function opening(number: number): Entry {
  return { number, action: 'allow', protocol: '-1', ports: null, range: '0.0.0.0/0' };
}

function close(before: readonly Entry[]): readonly Entry[] {
  const after = closed(before, wanted);
  if (after instanceof NoRoom) {
    throw new Error(`no room before ${after.before}`);
  }
  return after;
}

/** What EC2 makes of a TCP packet: the first entry that fits decides. */
function letsIn(some: readonly Entry[], { from, port }: { readonly from: string; readonly port: number }): boolean {
  return some.find((one) => covers(one, port) && contains(one.range, from))?.action === 'allow';
}
