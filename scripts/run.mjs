// Starts a script that needs Node 24, by its name: `node scripts/run.mjs standalone --port 7100`. npm installs Node 24
// beside the other packages; where it has none for the platform, the system's own must do. An older one could not even
// read our sources, so this file is plain JavaScript and holds its own sentence.
const LEAST = 24;
const [, , name, ...args] = process.argv;

if (Number(process.versions.node.split('.')[0]) < LEAST) {
  process.stderr.write(
    `Lockdesk 需要 Node ${LEAST}：npm 没有为 ${process.platform}-${process.arch} 装上它，系统的是 ${process.version}。请安装 Node ${LEAST} 后再启动。\n` +
      `Lockdesk needs Node ${LEAST}: npm has none for ${process.platform}-${process.arch}, and the system's is ${process.version}. Install Node ${LEAST} and start again.\n`,
  );
  process.exit(1);
}

process.argv = [process.argv[0], name, ...args];
await import(`./${name}.ts`);
