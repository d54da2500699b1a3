using System.CommandLine;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients list</c>: streams, so that any number of clients takes the same memory.</summary>
internal static class ListCommand
{
    public static Command Create() => Session.Command(
        new Command("list", "Lists the clients in the order of their ids."),
        _ => session => session.Json ? JsonAsync(session) : TableAsync(session));

    private static async Task<int> JsonAsync(Session session)
    {
        await JsonOutput.WriteAsync(Console.OpenStandardOutput(), async json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("clients");
            await foreach (var client in session.Registry.ListAsync(session.Cancel))
            {
                ClientDocument.Write(json, client);
                await json.FlushIfLongAsync();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ExitCode.Done;
    }

    private static async Task<int> TableAsync(Session session)
    {
        var lines = new PagedTable("client id", "state", "name", "scopes", "owner", "updated");
        await foreach (var client in session.Registry.ListAsync(session.Cancel))
        {
            lines.Row(
                client.Id, client.Enabled ? "enabled" : "disabled", client.Name, string.Join(' ', client.Scopes.Order(StringComparer.Ordinal)), client.OwnerId,
                client.UpdatedAt.Iso());
        }

        lines.Finish();
        if (lines.IsEmpty) await Console.Error.WriteLineAsync("There are no clients. 'tokenctl clients create' registers one.");
        return ExitCode.Done;
    }
}
