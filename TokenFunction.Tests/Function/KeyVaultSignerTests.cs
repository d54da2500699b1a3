using System.Security.Cryptography;
using Azure;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;
using Microsoft.Extensions.Options;
using Moq;
using TokenFunction.KeyVault;
using TokenFunction.Settings;
using TokenIssuer.Keys;
using Capture = TokenFunction.Tests.Server.Capture;
using VaultKey = Azure.Security.KeyVault.Keys.JsonWebKey;

namespace TokenFunction.Tests.Function;

/// <summary>The signing port over the vault's clients: what is asked how often, and which versions become keys.</summary>
public sealed class KeyVaultSignerTests
{
    private const string Name = "token-signing";
    private static readonly Uri Vault = new("https://v.vault.azure.net/");
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Mock<KeyClient> keys = new();
    private readonly Mock<KeyResolver> resolver = new();
    private readonly Mock<CryptographyClient> cryptography = new();
    private readonly List<KeyProperties> versions = [];
    private readonly Capture log = new();

    public KeyVaultSignerTests()
    {
        keys.Setup(client => client.GetPropertiesOfKeyVersionsAsync(Name, It.IsAny<CancellationToken>()))
            .Returns(() => AsyncPageable<KeyProperties>.FromPages([Page<KeyProperties>.FromValues([.. versions], null, Mock.Of<Response>())]));
        resolver.Setup(client => client.ResolveAsync(It.IsAny<Uri>(), It.IsAny<CancellationToken>())).ReturnsAsync(cryptography.Object);
    }

    [Fact]
    public async Task Enabled_versions_become_keys_with_the_vaults_own_times()
    {
        Add("v1", Ec(), created: Day, expires: Day.AddDays(90), notBefore: Day.AddHours(1));
        Add("v2", Ec(), created: Day.AddDays(1), enabled: false);

        var key = Assert.Single(await Signer().ListAsync(None));

        Assert.Equal(("v1", Day, Day.AddDays(90), Day.AddHours(1), "ES256"), (key.Version, key.Created, key.Expires, key.NotBefore, key.Algorithm));
    }

    [Fact]
    public async Task A_public_key_is_fetched_once_however_often_the_list_is_read()
    {
        Add("v1", Ec(), Day);
        var signer = Signer();
        for (var i = 0; i < 5; i++) await signer.ListAsync(None);
        Add("v2", Ec(), Day.AddDays(1));
        for (var i = 0; i < 5; i++) await signer.ListAsync(None);

        keys.Verify(client => client.GetKeyAsync(Name, It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
        resolver.Verify(client => client.ResolveAsync(It.IsAny<Uri>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    public async Task An_expiry_that_was_changed_is_seen_without_fetching_the_key_again()
    {
        Add("v1", Ec(), Day);
        var signer = Signer();
        await signer.ListAsync(None);
        versions.Clear();
        versions.Add(Properties("v1", Day, updated: Day.AddDays(2), expires: Day.AddDays(9)));

        Assert.Equal(Day.AddDays(9), Assert.Single(await signer.ListAsync(None)).Expires);

        keys.Verify(client => client.GetKeyAsync(Name, "v1", It.IsAny<CancellationToken>()), Times.Once());
        resolver.Verify(client => client.ResolveAsync(It.IsAny<Uri>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    public async Task A_token_is_one_signature_in_the_vault_and_nothing_else()
    {
        Add("v1", Ec(), Day);
        var signer = Signer();
        var key = Assert.Single(await signer.ListAsync(None));
        keys.Invocations.Clear();
        resolver.Invocations.Clear();
        var signature = RandomNumberGenerator.GetBytes(64);
        var digest = SHA256.HashData("input"u8);
        cryptography.Setup(client => client.SignAsync(SignatureAlgorithm.ES256, It.Is<byte[]>(bytes => bytes.SequenceEqual(digest)), It.IsAny<CancellationToken>()))
            .ReturnsAsync(CryptographyModelFactory.SignResult(signature: signature));

        Assert.Equal(signature, await signer.SignAsync(key, digest, None));

        cryptography.Verify(client => client.SignAsync(It.IsAny<SignatureAlgorithm>(), It.IsAny<byte[]>(), It.IsAny<CancellationToken>()), Times.Once());
        Assert.Empty(keys.Invocations);
        Assert.Empty(resolver.Invocations);
    }

    [Theory, InlineData("RS256"), InlineData("PS256")]
    public async Task An_RSA_key_signs_as_the_setting_says(string algorithm)
    {
        Add("v1", Rsa(2048), Day);

        Assert.Equal(algorithm, Assert.Single(await Signer(algorithm).ListAsync(None)).Algorithm);
    }

    [Fact]
    public async Task Versions_that_sign_no_tokens_are_left_out_and_logged_once()
    {
        Add("good", Ec(), Day);
        Add("p384", KeyModelFactory.JsonWebKey(KeyType.Ec, curveName: KeyCurveName.P384, x: new byte[48], y: new byte[48]), Day);
        Add("weak", Rsa(1024), Day);
        Add("oct", KeyModelFactory.JsonWebKey(KeyType.Oct), Day);
        var signer = Signer();

        for (var i = 0; i < 3; i++) Assert.Equal("good", Assert.Single(await signer.ListAsync(None)).Version);

        foreach (var version in (string[])["p384", "weak", "oct"]) Assert.Single(log.Lines, line => line.Contains($"Version {version} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_without_a_usable_version_is_a_fault_that_names_it()
    {
        Add("v1", Ec(), Day, enabled: false);

        var fault = await Assert.ThrowsAsync<SignerUnavailableException>(() => Signer().ListAsync(None));

        Assert.Contains($"The key '{Name}' of {Vault} has no enabled version", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_list_or_signature_is_a_fault_of_the_keys()
    {
        Add("v1", Ec(), Day);
        var signer = Signer();
        var key = Assert.Single(await signer.ListAsync(None));
        keys.Setup(client => client.GetPropertiesOfKeyVersionsAsync(Name, It.IsAny<CancellationToken>())).Throws(new RequestFailedException(403, "no", "Forbidden", null));
        cryptography.Setup(client => client.SignAsync(It.IsAny<SignatureAlgorithm>(), It.IsAny<byte[]>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RequestFailedException(429, "slow down", "Throttled", null));

        Assert.Contains("Forbidden", (await Assert.ThrowsAsync<SignerUnavailableException>(() => signer.ListAsync(None))).Message, StringComparison.Ordinal);
        Assert.Contains("throttled", (await Assert.ThrowsAsync<SignerUnavailableException>(async () => await signer.SignAsync(key, new byte[32], None))).Message, StringComparison.Ordinal);
    }

    private KeyVaultSigner Signer(string rsa = "RS256") => new(
        keys.Object, resolver.Object, Options.Create(new KeyVaultOptions { VaultUri = Vault, KeyName = Name }), Options.Create(new KeyOptions { RsaAlgorithm = rsa }), log.For<KeyVaultSigner>());

    private void Add(string version, VaultKey key, DateTimeOffset created, DateTimeOffset? expires = null, DateTimeOffset? notBefore = null, bool enabled = true)
    {
        var properties = Properties(version, created, created, expires, notBefore, enabled);
        versions.Add(properties);
        keys.Setup(client => client.GetKeyAsync(Name, version, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Response.FromValue(KeyModelFactory.KeyVaultKey(properties, key), Mock.Of<Response>()));
    }

    private static KeyProperties Properties(
        string version, DateTimeOffset created, DateTimeOffset updated, DateTimeOffset? expires = null, DateTimeOffset? notBefore = null, bool enabled = true)
    {
        var properties = KeyModelFactory.KeyProperties(
            id: new Uri(Vault, $"keys/{Name}/{version}"), vaultUri: Vault, name: Name, version: version, createdOn: created, updatedOn: updated, recoverableDays: null);
        properties.Enabled = enabled;
        properties.ExpiresOn = expires;
        properties.NotBefore = notBefore;
        return properties;
    }

    private static VaultKey Ec()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return KeyModelFactory.JsonWebKey(KeyType.Ec, curveName: KeyCurveName.P256, x: point.X, y: point.Y);
    }

    private static VaultKey Rsa(int bits)
    {
        using var key = RSA.Create(bits);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return KeyModelFactory.JsonWebKey(KeyType.Rsa, n: parameters.Modulus, e: parameters.Exponent);
    }
}
