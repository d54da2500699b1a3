using System.Globalization;
using Azure.Identity;
using TokenIssuer.Clients;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenIssuer.Cli.Storage;

/// <summary>Where the registry is: <c>sqlite:PATH</c>, <c>azurite[:PORT]</c>, or a table service URI.</summary>
internal sealed class StoreLocation
{
    /// <summary>Read when <c>--store</c> is not given.</summary>
    public const string Variable = "TOKENCTL_STORE";

    private const string Sqlite = "sqlite:";
    private const string Azurite = "azurite";

    /// <summary>The SQLite file; null elsewhere.</summary>
    public string? Path { get; private init; }

    private StorageOptions? Azure { get; init; }

    /// <summary>Where keys are kept when nobody says: beside the SQLite file, else in the user's data folder.</summary>
    public string DefaultKeys => Path is null ? System.IO.Path.Combine(DataFolder, "keys") : Path + ".keys";

    private static string DataFolder => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "tokenctl");

    /// <summary>Reads the option or the variable; null: a SQLite file in the user's data folder.</summary>
    public static StoreLocation Parse(string? text)
    {
        text ??= Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(text)) return new StoreLocation { Path = System.IO.Path.Combine(DataFolder, "issuer.db") };
        if (text.StartsWith(Sqlite, StringComparison.Ordinal) && text.Length > Sqlite.Length)
            return new StoreLocation { Path = System.IO.Path.GetFullPath(text[Sqlite.Length..]) };
        if (text == Azurite) return OnAzurite(10_002);
        if (text.StartsWith(Azurite + ":", StringComparison.Ordinal)
            && ushort.TryParse(text.AsSpan(Azurite.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return OnAzurite(port);
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps)
            return new StoreLocation { Azure = new StorageOptions { TableServiceUri = uri } };
        throw new UsageException($"The store '{text}' is none of sqlite:PATH, azurite[:PORT] and https://NAME.table.core.windows.net.");
    }

    /// <summary>Azurite's account and key are public knowledge.</summary>
    private static StoreLocation OnAzurite(int port) => new()
    {
        Azure = new StorageOptions
        {
            ConnectionString = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
                + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
                + string.Create(CultureInfo.InvariantCulture, $"TableEndpoint=http://127.0.0.1:{port}/devstoreaccount1;"),
        },
    };

    /// <summary>Opens it. The tables of SQLite and Azurite are created when they are missing; Azure's come from the template.</summary>
    /// <param name="clock">The clock of SQLite.</param>
    /// <param name="create">Whether a missing SQLite file is made; else that is a fault that names it.</param>
    public OpenStore Open(TimeProvider clock, bool create = true)
    {
        if (Path is not null)
        {
            if (!create && !File.Exists(Path))
                throw new StoreUnavailableException($"There is no store '{Path}'. 'tokenctl serve' and 'tokenctl clients create' make one; --store names another.");
            if (System.IO.Path.GetDirectoryName(Path) == DataFolder) Directory.CreateDirectory(DataFolder);
            var sqlite = SqliteStore.Open(Path, clock);
            return new OpenStore(sqlite.Table, sqlite.IsNew, CreatesTables: true, sqlite);
        }

        var service = TableService.Connect(Azure!, new DefaultAzureCredential());
        return new OpenStore(name => new AzureTable(service.GetTableClient(name)), IsNew: false, CreatesTables: Azure!.ConnectionString is not null, null);
    }
}

/// <summary>A store that is open.</summary>
/// <param name="Table">One of its tables.</param>
/// <param name="IsNew">This process has just created it.</param>
/// <param name="CreatesTables">Missing tables are ours to create.</param>
/// <param name="Owned">What to close at the end.</param>
internal sealed record OpenStore(Func<string, ITable> Table, bool IsNew, bool CreatesTables, IDisposable? Owned) : IDisposable
{
    /// <summary>The names of its tables.</summary>
    public static readonly string[] Tables = [ClientRegistry.TableName, Revocations.TableName];

    /// <summary>Creates the tables that are missing, where that is ours to do.</summary>
    public async Task CreateTablesAsync(CancellationToken cancel)
    {
        if (!CreatesTables) return;
        foreach (var name in Tables) await Table(name).CreateAsync(cancel);
    }

    /// <summary>A file on this machine.</summary>
    public bool IsLocal => Owned is not null;

    public void Dispose() => Owned?.Dispose();
}
