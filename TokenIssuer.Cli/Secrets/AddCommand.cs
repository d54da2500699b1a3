using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Secrets;

/// <summary><c>tokenctl secrets add</c>.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        var command = new Command("add", "Makes a secret beside those there are, and shows it this once. It works as soon as the command has ended with 0.") { id };
        var options = new NewSecretOptions(command);
        return Session.Command(command, parsed =>
        {
            var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
            var prepare = options.Read(parsed);
            return async session =>
            {
                await new NewSecret(clientId, session).CommitAsync(prepare, SecretRotation.Add);
                return ExitCode.Done;
            };
        });
    }
}
