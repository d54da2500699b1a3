using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TokenIssuer.Keys;

/// <summary>
/// Signs with PEM files in a directory, for development and tests. Each file is one version of the key and carries
/// its creation time above the PEM block (RFC 7468 §2 allows explanatory text), so that a copy keeps its age.
/// </summary>
/// <param name="directory">Holds <c>*.pem</c>; only its owner may read them.</param>
/// <param name="algorithm">One of <see cref="SigningAlgorithm"/>. Keys of the other type in the directory rest.</param>
/// <param name="clock">Dates new keys.</param>
/// <param name="log">Told once of each file that is no signing key; such a file is left alone.</param>
public sealed class LocalSigner(string directory, string algorithm, TimeProvider clock, ILogger<LocalSigner>? log = null) : ITokenSigner, IDisposable
{
    private const string CreatedLabel = "Created: ";

    private readonly ILogger log = log ?? NullLogger<LocalSigner>.Instance;
    private readonly ConcurrentDictionary<string, LocalKey> loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> skipped = new(StringComparer.Ordinal);

    private string Kind => algorithm == SigningAlgorithm.ES256 ? "ec" : "rsa";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancel)
    {
        var keys = new List<SigningKey>();
        foreach (var file in Files())
        {
            if (await LoadAsync(file, cancel) is { } key) keys.Add(key.Public);
        }

        return keys.Count > 0 ? keys : throw new SignerUnavailableException($"'{directory}' holds no {algorithm} key.");
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(SigningKey key, ReadOnlyMemory<byte> digest, CancellationToken cancel) =>
        loaded.TryGetValue(key.Version, out var local)
            ? ValueTask.FromResult(local.Sign(digest.Span, key.Algorithm))
            : ValueTask.FromException<byte[]>(new SignerUnavailableException($"The key file '{key.Version}' was not listed."));

    /// <summary>Whether the directory holds a key of this algorithm's type.</summary>
    public bool HasKey() =>
        Directory.Exists(directory) && Directory.EnumerateFiles(directory, Kind + "-*.pem").Any();

    /// <summary>Makes a new version; it takes its turn as any other does. Returns the file.</summary>
    public string Create()
    {
        var created = clock.GetUtcNow();
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using AsymmetricAlgorithm key = algorithm == SigningAlgorithm.ES256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        var file = Path.Combine(directory, $"{Kind}-{created.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}.pem");
        // Written aside and renamed: another process never reads half a key. The mode is set before the first byte is in.
        var temporary = file + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
        using (var writer = new StreamWriter(stream))
        {
            writer.WriteLine(CreatedLabel + created.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file);
        return file;
    }

    /// <summary>Forgets the private keys.</summary>
    public void Dispose()
    {
        foreach (var key in loaded.Values) key.Dispose();
        loaded.Clear();
    }

    private string[] Files()
    {
        try
        {
            return Directory.Exists(directory) ? Directory.GetFiles(directory, "*.pem") : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignerUnavailableException($"'{directory}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The key in a file; null when there is none that signs here. One bad file must not stop the good ones.</summary>
    private async Task<LocalKey?> LoadAsync(string file, CancellationToken cancel)
    {
        if (loaded.TryGetValue(file, out var known)) return known;
        try
        {
            var key = Parse(file, await File.ReadAllTextAsync(file, cancel));
            if (key is not null) loaded[file] = key;
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or FormatException or ArgumentException or NotSupportedException)
        {
            if (skipped.TryAdd(file, true)) log.KeySkipped(file, e.Message);
            return null;
        }
    }

    private LocalKey? Parse(string file, string text)
    {
        var created = text.Split('\n').FirstOrDefault(line => line.StartsWith(CreatedLabel, StringComparison.Ordinal))
            ?? throw new FormatException($"It has no line '{CreatedLabel}TIME' above the key.");
        var born = DateTimeOffset.Parse(created[CreatedLabel.Length..].Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return LocalKey.Import(file, text, algorithm, born);
    }
}
