using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TokenIssuer.Keys;
using static TokenFunction.Tests.Keys.TestKeys;

namespace TokenFunction.Tests.Keys;

/// <summary>PEM files as keys: what is made, what signs, what is passed over.</summary>
public sealed class LocalSignerTests : IDisposable
{
    private const string Born = "Created: 2026-03-01T00:00:00Z\n";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string folder = Directory.CreateTempSubdirectory("local-signer-").FullName;
    private readonly FakeTimeProvider clock = new(At(0));

    [Theory, InlineData("ES256"), InlineData("RS256"), InlineData("PS256")]
    public async Task A_key_that_was_made_here_signs_and_verifies(string algorithm)
    {
        using var signer = Signer(algorithm);
        var file = signer.Create();
        var key = Assert.Single(await signer.ListAsync(None));
        var digest = SHA256.HashData("signing input"u8);

        var signature = await signer.SignAsync(key, digest, None);

        Assert.Equal((algorithm, At(0), file), (key.Algorithm, key.Created, key.Version));
        Assert.True(Verifies(await File.ReadAllTextAsync(file), algorithm, digest, signature));
    }

    [Fact]
    public async Task A_copy_keeps_its_age_and_its_name()
    {
        using var here = Signer();
        var file = here.Create();
        var there = Directory.CreateDirectory(Path.Combine(folder, "copy")).FullName;
        File.Copy(file, Path.Combine(there, "any name.pem"));
        clock.Advance(TimeSpan.FromDays(400));
        using var copy = new LocalSigner(there, SigningAlgorithm.ES256, clock);

        Assert.Equal(
            (await here.ListAsync(None)).Select(key => (key.Kid, key.Created)),
            (await copy.ListAsync(None)).Select(key => (key.Kid, key.Created)));
    }

    [Fact]
    public async Task Only_its_owner_may_read_a_key()
    {
        if (OperatingSystem.IsWindows()) return;
        using var signer = Signer();
        var file = signer.Create();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Single(await signer.ListAsync(None));
    }

    [Theory]
    [InlineData("no creation time", "")]
    [InlineData("a creation time that is none", "Created: yesterday\n")]
    public async Task A_key_without_an_age_is_passed_over(string name, string label)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        await IsPassedOver(name, label + key.ExportPkcs8PrivateKeyPem());
    }

    [Theory]
    [InlineData("no PEM", "hello")]
    [InlineData("empty", "")]
    [InlineData("half a file", "-----BEGIN PRIVATE KEY-----\nMIGH")]
    [InlineData("not base64", "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----")]
    [InlineData("base64 of nothing", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public Task A_file_that_is_no_key_is_passed_over(string name, string text) => IsPassedOver(name, Born + text);

    [Fact]
    public async Task A_key_of_another_kind_is_passed_over()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        await IsPassedOver("P-384", Born + p384.ExportPkcs8PrivateKeyPem());
        using var encrypted = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await IsPassedOver("encrypted", Born + encrypted.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)));
        await IsPassedOver("public alone", Born + p384.ExportSubjectPublicKeyInfoPem());
    }

    [Fact]
    public async Task A_weak_RSA_key_is_passed_over()
    {
        using var weak = RSA.Create(1024);

        await IsPassedOver("RSA of 1024 bits", Born + weak.ExportPkcs8PrivateKeyPem(), SigningAlgorithm.RS256);
    }

    [Fact]
    public async Task Keys_of_the_other_type_rest()
    {
        using (var rsa = Signer(SigningAlgorithm.RS256)) rsa.Create();
        using var ec = Signer();

        Assert.False(ec.HasKey());
        var fault = await Assert.ThrowsAsync<SignerUnavailableException>(() => ec.ListAsync(None));
        Assert.Contains($"'{folder}' holds no ES256 key", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_fault_that_names_it()
    {
        using var signer = new LocalSigner(Path.Combine(folder, "missing"), SigningAlgorithm.ES256, clock);

        Assert.False(signer.HasKey());
        var fault = await Assert.ThrowsAsync<SignerUnavailableException>(() => signer.ListAsync(None));
        Assert.Contains("missing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_taken_away_is_listed_no_more()
    {
        using var signer = Signer();
        var first = signer.Create();
        signer.Create();
        Assert.Equal(2, (await signer.ListAsync(None)).Count);

        File.Delete(first);

        Assert.NotEqual(first, Assert.Single(await signer.ListAsync(None)).Version);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private LocalSigner Signer(string algorithm = SigningAlgorithm.ES256, ILogger<LocalSigner>? log = null) =>
        new(folder, algorithm, clock, log ?? NullLogger<LocalSigner>.Instance);

    /// <summary>The good key beside it signs; the bad file is named in the log, once.</summary>
    private async Task IsPassedOver(string name, string text, string algorithm = SigningAlgorithm.ES256)
    {
        var log = new Lines();
        using var signer = Signer(algorithm, log);
        var good = signer.Create();
        var bad = Path.Combine(folder, name + ".pem");
        await File.WriteAllTextAsync(bad, text);

        for (var i = 0; i < 3; i++) Assert.Contains(await signer.ListAsync(None), key => key.Version == good);

        Assert.DoesNotContain(await signer.ListAsync(None), key => key.Version == bad);
        Assert.Contains(bad, Assert.Single(log.All, line => line.Contains(bad, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static bool Verifies(string pem, string algorithm, byte[] digest, byte[] signature)
    {
        if (algorithm == SigningAlgorithm.ES256)
        {
            using var ec = ECDsa.Create();
            ec.ImportFromPem(pem);
            return ec.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa.VerifyHash(digest, signature, HashAlgorithmName.SHA256, algorithm == SigningAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }

    private sealed class Lines : ILogger<LocalSigner>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add($"{logLevel} {eventId.Name}: {formatter(state, exception)}");
    }
}
