using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Secrets;
using TokenIssuer.Cli.Storage;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        return Session.Command(new Command("show", "Shows a client; without --json its secrets too, though never their text.") { id }, parsed =>
        {
            var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
            return session => RunAsync(clientId, session);
        });
    }

    private static async Task<int> RunAsync(string id, Session session)
    {
        var client = await session.FindAsync(id);
        if (session.Json)
        {
            await JsonOutput.WriteAsync(json => ClientDocument.Write(json, client));
            return ExitCode.Done;
        }

        var table = new PagedTable("field", "value");
        table.Row("clientId", client.Id);
        foreach (var field in ClientField.All) table.Row(field.Name, field.Show(client));
        if (client.TokensNotBefore is { } mark) table.Row("tokensNotBefore", DateTimeOffset.FromUnixTimeSeconds(mark).Iso());
        table.Row("createdAt", client.CreatedAt.Iso());
        table.Row("updatedAt", client.UpdatedAt.Iso());
        table.Finish();
        if (client.Secrets.Count == 0) return ExitCode.Done;
        await Console.Out.WriteLineAsync();
        SecretsTable.Show(client, await session.Registry.Clock.NowAsync(session.Cancel));
        return ExitCode.Done;
    }
}
