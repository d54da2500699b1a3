using System.CommandLine;
using Microsoft.Extensions.Hosting;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Storage;

namespace TokenIssuer.Cli.Serve;

/// <summary><c>tokenctl serve</c>: the issuer on this machine.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen; port 0 takes a free one.",
            HelpName = "URL",
            DefaultValueFactory = _ => "http://127.0.0.1:7071",
        };
        var store = CommonOptions.Store();
        var issuer = new Option<string?>("--issuer")
        {
            Description = "The origin that callers use, as tokens name it. Default: where it listens.",
            HelpName = "URL",
        };
        var keys = CommonOptions.Keys();
        var algorithm = CommonOptions.SigningAlgorithm();
        var behindProxy = new Option<bool>("--behind-proxy")
        {
            Description = "Allow plain http off loopback, because a proxy in front speaks TLS.",
        };
        var command = new Command("serve", "Runs the issuer on this machine. A new SQLite file gets a signing key and a client to try it with.")
        {
            urls, store, issuer, keys, algorithm, behindProxy,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            new ServeSettings(
                parsed.GetRequiredValue(urls), StoreLocation.Parse(parsed.GetValue(store)), parsed.GetValue(issuer),
                parsed.GetValue(keys), parsed.GetRequiredValue(algorithm), parsed.GetValue(behindProxy)),
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(ServeSettings settings, CancellationToken cancel)
    {
        await using var app = await LocalServer.BuildAsync(settings, Console.Out, null, cancel);
        await app.StartAsync(cancel);
        await Console.Out.WriteLineAsync($"Listening on {app.Urls.First()}. Ctrl-C stops it.");
        await app.WaitForShutdownAsync(cancel);
        return ExitCode.Done;
    }
}
