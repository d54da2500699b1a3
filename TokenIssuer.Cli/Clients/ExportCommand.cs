using System.CommandLine;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients export</c>: what apply takes. With or without <c>--json</c> it is JSON.</summary>
internal static class ExportCommand
{
    public static Command Create() => Session.Command(
        new Command("export", "Writes every client as the JSON list that 'tokenctl clients apply' takes. There are no secrets in it."),
        _ => RunAsync);

    private static async Task<int> RunAsync(Session session)
    {
        await JsonOutput.WriteAsync(Console.OpenStandardOutput(), async json =>
        {
            json.WriteStartArray();
            await foreach (var client in session.Registry.ListAsync(session.Cancel))
            {
                ClientDocument.WriteDecided(json, client);
                await json.FlushIfLongAsync();
            }

            json.WriteEndArray();
        });
        return ExitCode.Done;
    }
}
