using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Secrets;

/// <summary><c>tokenctl secrets rotate</c>.</summary>
internal static class RotateCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        var overlap = new Option<string>("--overlap")
        {
            HelpName = "DURATION",
            Description = "How long the older secrets go on working: 90s, 30m, 12h, 7d. None of them works longer than it would have.",
            DefaultValueFactory = _ => "7d",
        };
        var command = new Command("rotate", "Makes a new secret, shows it this once, and gives all older ones their end in the same commit. Nothing else has to be done.") { id, overlap };
        var options = new NewSecretOptions(command);
        return Session.Command(command, parsed =>
        {
            var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
            var both = Duration.Require(overlap.Name, parsed.GetRequiredValue(overlap));
            var prepare = options.Read(parsed);
            return session => RunAsync(clientId, both, prepare, session);
        });
    }

    private static async Task<int> RunAsync(
        string id, TimeSpan overlap, Func<ClientSecret, DateTimeOffset, ClientSecret> prepare, Session session)
    {
        var client = await new NewSecret(id, session).CommitAsync(prepare, (before, secret, now) => SecretRotation.Rotate(before, secret, overlap, now));
        if (session.Json) return ExitCode.Done;
        await Console.Out.WriteLineAsync();
        SecretsTable.Show(client, await session.Registry.Clock.NowAsync(session.Cancel));
        return ExitCode.Done;
    }
}
