using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients revoke-tokens</c>.</summary>
internal static class RevokeTokensCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        return Session.Command(
            new Command("revoke-tokens", "Makes every token that a client has until now inactive at introspection, at once. APIs that verify offline accept them until they expire.") { id },
            parsed =>
            {
                var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
                return session => RunAsync(clientId, session);
            });
    }

    /// <summary>Moves the mark to now, by the store's clock.</summary>
    public static Task<Client> MarkAsync(string id, Session session) =>
        session.Registry.ChangeAsync(id, (client, now) => client.RevokeTokens(now), announce: null, CancellationToken.None);

    /// <summary>The effect, as a sentence.</summary>
    public static string Done(Client client) => $"Tokens of client '{client.Id}' from before {client.UpdatedAt.Iso()} are inactive at introspection.";

    private static async Task<int> RunAsync(string id, Session session)
    {
        var client = await MarkAsync(id, session);
        if (session.Json) await JsonOutput.WriteAsync(json => ClientDocument.Write(json, client));
        else await Console.Out.WriteLineAsync(Done(client));
        return ExitCode.Done;
    }
}
