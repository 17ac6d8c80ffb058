export default async function teardown() {
  await globalThis.homeostatTestEmulator?.stop();
}
