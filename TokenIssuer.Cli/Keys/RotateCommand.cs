using System.CommandLine;
using TokenIssuer.Cli.Output;

namespace TokenIssuer.Cli.Keys;

/// <summary><c>tokenctl keys rotate</c>.</summary>
internal static class RotateCommand
{
    public static Command Create() => LocalKeys.Command(
        new Command("rotate", "Makes a new signing key. A running server publishes it within Keys:RefreshInterval and signs with it once verifiers know it (Keys:PublishAhead)."), RunAsync);

    private static async Task<int> RunAsync(LocalKeys keys)
    {
        var file = keys.Signer.Create();
        var (key, state) = (await keys.StatesAsync()).Single(known => known.Key.Version == file);
        if (keys.Json) await JsonOutput.WriteAsync(json => keys.Write(json, key, state));
        else await Console.Out.WriteLineAsync($"Made key {key.Kid} ({key.Algorithm}), {(state == "signing" ? "which signs at once" : $"which signs from {keys.SignsFrom(key).Iso()}")}: {file}");
        return ExitCode.Done;
    }
}
