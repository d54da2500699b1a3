using System.CommandLine;
using Spectre.Console;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients delete</c>.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        return Session.Command(new Command("delete", "Deletes a client with all its secrets, for good. 'tokenctl clients disable' can be undone.") { id, yes }, parsed =>
        {
            var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
            var ask = !parsed.GetValue(yes);
            if (ask && !Terminal.CanAsk) throw new UsageException("Deleting cannot be undone and there is no terminal to ask on: add --yes.");
            return session => RunAsync(clientId, ask, session);
        });
    }

    private static async Task<int> RunAsync(string id, bool ask, Session session)
    {
        var client = await session.FindAsync(id);
        var used = client.Secrets.Max(secret => secret.LastUsedOn);
        var question = $"Delete client '{id}' with {client.Secrets.Count} secrets, {(used is null ? "never used" : $"last used on {used.Iso()}")}?";
        if (ask && !await new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false }.ShowAsync(Terminal.Error, session.Cancel))
        {
            await Console.Error.WriteLineAsync("Nothing was deleted.");
            return ExitCode.Refused;
        }

        await session.Registry.DeleteAsync(id, CancellationToken.None);
        if (session.Json) await JsonOutput.WriteAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("clientId", id);
            json.WriteBoolean("deleted", true);
            json.WriteEndObject();
        });
        else await Console.Out.WriteLineAsync($"Deleted client '{id}'.");
        return ExitCode.Done;
    }
}
