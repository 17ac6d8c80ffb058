export default async function teardown() {
  await globalThis.homeostatTestCloud?.stop();
}
