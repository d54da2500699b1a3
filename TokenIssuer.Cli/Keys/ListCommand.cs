using System.CommandLine;
using TokenIssuer.Cli.Output;
using TokenIssuer.Keys;

namespace TokenIssuer.Cli.Keys;

/// <summary><c>tokenctl keys list</c>.</summary>
internal static class ListCommand
{
    public static Command Create() => LocalKeys.Command(
        new Command("list", "Lists the keys, newest first: announced (published, does not sign yet), signing, retiring (still published), retired."), RunAsync);

    private static async Task<int> RunAsync(LocalKeys keys)
    {
        if (!keys.Signer.HasKey()) throw new SignerUnavailableException($"'{keys.Folder}' holds no such key. 'tokenctl serve' and 'tokenctl keys rotate' make one; --keys names another folder.");
        var states = await keys.StatesAsync();
        if (keys.Json)
        {
            await JsonOutput.WriteAsync(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("keys");
                foreach (var (key, state) in states) keys.Write(json, key, state);
                json.WriteEndArray();
                json.WriteEndObject();
            });
            return ExitCode.Done;
        }

        var now = TimeProvider.System.GetUtcNow();
        var table = new PagedTable("kid", "alg", "state", "created", "age", "signs from");
        foreach (var (key, state) in states)
            table.Row(key.Kid, key.Algorithm, state, key.Created.Iso(), (now - key.Created).Short(), state == "announced" ? keys.SignsFrom(key).Iso() : "");
        table.Finish();
        return ExitCode.Done;
    }
}
