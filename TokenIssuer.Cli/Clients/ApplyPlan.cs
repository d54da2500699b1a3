using System.Text.Json;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary>What apply does to one client.</summary>
internal enum ApplyKind
{
    Create,
    Update,
    Delete,
}

/// <summary>One change.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Id">To which client.</param>
/// <param name="Version">The version that was compared; another one is left alone.</param>
internal sealed record ApplyChange(ApplyKind Kind, string Id, string Version);

/// <summary>What it takes to make the registry match a file.</summary>
internal sealed class ApplyPlan
{
    private ApplyPlan()
    {
    }

    public List<ApplyChange> Changes { get; } = [];

    public long Unchanged { get; private set; }

    public int Count(ApplyKind kind) => Changes.Count(change => change.Kind == kind);

    /// <summary>Compares the whole registry with the file, client by client as it streams by.</summary>
    /// <param name="file">What should be.</param>
    /// <param name="registry">What is.</param>
    /// <param name="prune">Whether clients that are not in the file are to go.</param>
    /// <param name="tell">Told every difference as a line.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<ApplyPlan> CompareAsync(ApplyFile file, IAsyncEnumerable<Client> registry, bool prune, Action<string> tell, CancellationToken cancel)
    {
        var plan = new ApplyPlan();
        var missing = new HashSet<string>(file.Documents.Keys, StringComparer.Ordinal);
        await foreach (var client in registry.WithCancellation(cancel))
        {
            missing.Remove(client.Id);
            if (file.Documents.TryGetValue(client.Id, out var document)) plan.Compare(client, document, tell);
            else if (prune) plan.Add(ApplyKind.Delete, client.Id, client.Version, "- ", [], tell);
            else plan.Unchanged++;
        }

        foreach (var id in missing.Order(StringComparer.Ordinal))
            plan.Add(ApplyKind.Create, id, "", "+ ", ClientDifference.Of(Over(ClientField.NewClient(id), file.Documents[id])), tell);
        return plan;
    }

    /// <summary>A client as a file's document wants it.</summary>
    public static Client Over(Client client, byte[] document)
    {
        using var json = JsonDocument.Parse(document);
        return ClientDocument.Over(client, json.RootElement);
    }

    private void Compare(Client client, byte[] document, Action<string> tell)
    {
        if (ApplyFile.Document(client).AsSpan().SequenceEqual(document)) Unchanged++;
        else Add(ApplyKind.Update, client.Id, client.Version, "~ ", ClientDifference.Between(client, Over(client, document)), tell);
    }

    private void Add(ApplyKind kind, string id, string version, string sign, IEnumerable<string> lines, Action<string> tell)
    {
        Changes.Add(new ApplyChange(kind, id, version));
        tell(sign + id);
        foreach (var line in lines) tell("    " + line);
    }
}
