// Starts Azurite's table service in memory on a free port of the loopback, prints its address and ends with its parent.
// Azurite's own command prints the port it was asked for, not the one it got; it also reports its use, which this does not.
const { default: TableServer } = require('azurite/dist/src/table/TableServer');
const { default: TableConfiguration } = require('azurite/dist/src/table/TableConfiguration');
const { AzuriteTelemetryClient } = require('azurite/dist/src/common/Telemetry');

AzuriteTelemetryClient.init('', false);
const configuration = new TableConfiguration('127.0.0.1', 0);
Object.assign(configuration, { isMemoryPersistence: true, skipApiVersionCheck: true, enableAccessLog: false });
const server = new TableServer(configuration);
process.stdin.resume().on('close', () => process.exit());
server.start().then(() => console.log(server.getHttpServerAddress()));
