using System.CommandLine;
using System.Security.Cryptography;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients create</c>.</summary>
internal static class CreateCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("ID")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "3 to 64 of A-Z a-z 0-9 _ and -; it is sub and client_id in its tokens. Left out: one is made up.",
        };
        var command = new Command("create", "Registers a client. It has no secret yet: 'tokenctl secrets add' makes one. Creates a missing SQLite file.") { id };
        var options = new RegistrationOptions(command, clearing: false);
        return Session.Command(command, creates: true, prepare: parsed =>
        {
            var client = options.Read(parsed)(ClientField.NewClient(CommonOptions.RequireClientId(parsed.GetValue(id) ?? MakeUp())));
            return session => RunAsync(client, session);
        });
    }

    private static async Task<int> RunAsync(Client client, Session session)
    {
        client = await session.Registry.CreateAsync(client, CancellationToken.None);
        if (session.Json)
        {
            await JsonOutput.WriteAsync(json => ClientDocument.Write(json, client));
        }
        else
        {
            await Console.Out.WriteLineAsync($"Registered client '{client.Id}'.");
            if (client.Grants.Count > 0) await Console.Out.WriteLineAsync($"Next: tokenctl secrets add {client.Id}");
        }

        if (client.Grants.Count > 0 && client.Scopes.Count == 0)
            await Console.Error.WriteLineAsync($"It has no scopes, so it cannot get tokens yet: tokenctl clients update {client.Id} --scope SCOPE");
        return ExitCode.Done;
    }

    private static string MakeUp() => "client-" + RandomNumberGenerator.GetHexString(12, lowercase: true);
}
