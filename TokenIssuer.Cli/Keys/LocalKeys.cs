using System.CommandLine;
using System.Text.Json;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Keys;

namespace TokenIssuer.Cli.Keys;

/// <summary>A folder of signing keys as <c>serve</c> would use it.</summary>
internal sealed class LocalKeys(string folder, string algorithm, TimeSpan publishAhead, bool json) : IDisposable
{
    public LocalSigner Signer { get; } = new(folder, algorithm, TimeProvider.System);

    public string Folder => folder;

    public bool Json => json;

    /// <summary>Makes a command of the keys: adds the options that say which folder.</summary>
    public static Command Command(Command command, Func<LocalKeys, Task<int>> work)
    {
        var store = CommonOptions.Store();
        var keys = CommonOptions.Keys();
        var algorithm = CommonOptions.SigningAlgorithm();
        var json = CommonOptions.Json();
        foreach (var option in (Option[])[store, keys, algorithm, json]) command.Add(option);
        command.SetAction(async (parsed, _) =>
        {
            var folder = parsed.GetValue(keys) ?? StoreLocation.Parse(parsed.GetValue(store)).DefaultKeys;
            // By the same variable as the server's.
            var ahead = EnvironmentSettings.Require<KeyOptions>().PublishAhead;
            using var local = new LocalKeys(Path.GetFullPath(folder), parsed.GetRequiredValue(algorithm), ahead, parsed.GetValue(json));
            return await work(local);
        });
        return command;
    }

    /// <summary>Every key, newest first, with what it is doing now.</summary>
    public async Task<List<(SigningKey Key, string State)>> StatesAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var all = await Signer.ListAsync(CancellationToken.None);
        var schedule = new KeySchedule(all, publishAhead);
        var signer = schedule.SignerAt(now);
        var published = schedule.PublishedAt(now).ToHashSet();
        return [.. all.OrderByDescending(key => key.Created).Select(key => (key, State(key)))];

        string State(SigningKey key) =>
            key == signer ? "signing" : !published.Contains(key) ? "retired" : key.Created > signer?.Created ? "announced" : "retiring";
    }

    /// <summary>From when on a key may sign.</summary>
    public DateTimeOffset SignsFrom(SigningKey key) => key.Created + publishAhead;

    public void Write(Utf8JsonWriter json, SigningKey key, string state)
    {
        json.WriteStartObject();
        json.WriteString("kid", key.Kid);
        json.WriteString("algorithm", key.Algorithm);
        json.WriteString("state", state);
        json.WriteString("createdAt", key.Created.Iso());
        json.WriteString("signsFrom", SignsFrom(key).Iso());
        json.WriteString("file", key.Version);
        json.WriteEndObject();
    }

    public void Dispose() => Signer.Dispose();
}
