using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Clients;
using TokenIssuer.Storage;

namespace TokenIssuer.Cli.Storage;

/// <summary>What an administrative command works with: the registry of the store that was named.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>Further off, a laptop's idea of now would surprise its owner.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private readonly OpenStore store;

    private Session(OpenStore store, bool json, CancellationToken cancel)
    {
        this.store = store;
        Json = json;
        Cancel = cancel;
        Registry = new ClientRegistry(store.Table(ClientRegistry.TableName), TimeProvider.System);
    }

    public ClientRegistry Registry { get; }

    public OpenStore Store => store;

    /// <summary>Whether standard output is one JSON document.</summary>
    public bool Json { get; }

    /// <summary>Ctrl-C. For reading; a commit that has begun finishes.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>
    /// Makes a command of the registry: adds <c>--store</c> and <c>--json</c>, and opens the store once
    /// <paramref name="prepare"/> has found nothing wrong with the command line.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="prepare">Reads the command line, may throw <see cref="UsageException"/>; returns the work.</param>
    /// <param name="creates">A missing SQLite file, or a missing table of an emulator, is made.</param>
    public static Command Command(Command command, Func<ParseResult, Func<Session, Task<int>>> prepare, bool creates = false)
    {
        var store = CommonOptions.Store();
        var json = CommonOptions.Json();
        command.Add(store);
        command.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            var location = StoreLocation.Parse(parsed.GetValue(store));
            var work = prepare(parsed);
            using var interruption = new Interruption();
            using var session = await OpenAsync(location, creates, parsed.GetValue(json), interruption.Token);
            return await work(session);
        });
        return command;
    }

    /// <summary>The client with its secrets; refused when there is none.</summary>
    public async Task<Client> FindAsync(string id) =>
        await Registry.FindAsync(id, Cancel) ?? throw new RefusedException($"There is no client '{id}'. 'tokenctl clients list' shows which there are.");

    public void Dispose() => store.Dispose();

    /// <summary>Opens a store. Throws <see cref="StoreUnavailableException"/> when it does not answer.</summary>
    internal static async Task<Session> OpenAsync(StoreLocation location, bool creates, bool json, CancellationToken cancel)
    {
        var session = new Session(location.Open(TimeProvider.System, creates), json, cancel);
        try
        {
            if (creates) await session.store.CreateTablesAsync(cancel);
            await session.Registry.Clock.NowAsync(cancel);
            if (session.Registry.Clock.Ahead is { } ahead && ahead.Duration() > ClockTolerance)
                await Console.Error.WriteLineAsync($"This machine's clock is {ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "behind" : "ahead of")} the store's. The store's counts.");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
