using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenIssuer;

namespace TokenFunction.Tests;

/// <summary>Every rule of the settings, checked as the host's start checks them; the message names the setting.</summary>
public sealed class SettingRulesTests
{
    private const string Good = "https://tokens.example.com";

    [Theory]
    [InlineData("Token:Issuer", "tokens.example.com")]
    [InlineData("Token:Issuer", "http://tokens.example.com")]
    [InlineData("Token:Issuer", "https://tokens.example.com/")]
    [InlineData("Token:Issuer", "https://tokens.example.com/path")]
    [InlineData("Token:Issuer", "https://tokens.example.com?a=b")]
    [InlineData("Token:Issuer", "https://tokens.example.com#a")]
    [InlineData("Token:Issuer", "https://user@tokens.example.com")]
    [InlineData("Token:Issuer", "https://TOKENS.example.com")]
    [InlineData("Token:Issuer", "https://tokens.example.com:443")]
    [InlineData("Token:Issuer", "ftp://tokens.example.com")]
    [InlineData("Token:DefaultAudience", "api")]
    [InlineData("Token:DefaultAudience", "https://api.example.com/#x")]
    [InlineData("Token:Lifetime", "00:00:59")]
    [InlineData("Token:Lifetime", "1.00:00:01")]
    [InlineData("Clients:YesFreshness", "00:00:00")]
    [InlineData("Clients:NoFreshness", "-00:00:01")]
    [InlineData("Clients:NoFreshness", "00:00:31")]
    [InlineData("Clients:StaleIfError", "-00:00:01")]
    [InlineData("Clients:CacheSize", "0")]
    [InlineData("Clients:UnknownCacheSize", "0")]
    [InlineData("Clients:ForwardedHops", "-1")]
    [InlineData("Clients:ForwardedHops", "11")]
    [InlineData("Guard:FailuresPerClient", "0")]
    [InlineData("Guard:FailuresPerNetwork", "9")]
    [InlineData("Guard:Window", "00:00:00")]
    [InlineData("Guard:ReadsPerSecond", "0")]
    [InlineData("Guard:Capacity", "63")]
    [InlineData("Keys:PublishAhead", "-00:00:01")]
    [InlineData("Keys:RefreshInterval", "00:00:00")]
    [InlineData("Keys:RsaAlgorithm", "ES256")]
    [InlineData("Secrets:Retention", "-00:00:01")]
    [InlineData("Secrets:WarnBefore", "-00:00:01")]
    [InlineData("Storage:TableServiceUri", "http://name.table.core.windows.net")]
    [InlineData("Storage:TableServiceUri", "name")]
    [InlineData("Storage:ConnectionString", "name")]
    [InlineData("Storage:ConnectionString", "AccountName=name;AccountKey=")]
    [InlineData("Storage:ConnectionString", "TableEndpoint=::;AccountName=name;AccountKey=a2V5")]
    [InlineData("Storage:ConnectionString", "AccountName=name;AccountKey=***;EndpointSuffix=core.windows.net")]
    public void A_setting_out_of_bounds_stops_the_start_and_is_named(string setting, string value)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Start((setting, value)));

        Assert.Contains(refused.Failures, failure => failure.StartsWith(setting + " is ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Token:Issuer", "https://tokens.example.com:8443")]
    [InlineData("Token:Issuer", "http://127.0.0.1:7071")]
    [InlineData("Token:Issuer", "http://localhost:7071")]
    [InlineData("Token:Issuer", "http://[::1]:7071")]
    [InlineData("Token:DefaultAudience", "urn:my:api")]
    [InlineData("Token:Lifetime", "00:01:00")]
    [InlineData("Token:Lifetime", "1.00:00:00")]
    [InlineData("Clients:NoFreshness", "00:00:00")]
    [InlineData("Clients:NoFreshness", "00:00:30")]
    [InlineData("Clients:StaleIfError", "00:00:00")]
    [InlineData("Clients:ForwardedHops", "10")]
    [InlineData("Keys:PublishAhead", "00:00:00")]
    [InlineData("Keys:RsaAlgorithm", "PS256")]
    [InlineData("Secrets:Retention", "00:00:00")]
    [InlineData("Storage:TableServiceUri", "https://name.table.core.windows.net")]
    public void A_setting_at_its_bound_is_accepted(string setting, string value) => Start((setting, value));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_issuer_is_said_once(string? missing)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Start(("Token:Issuer", missing)));

        Assert.StartsWith("Token:Issuer is missing", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_stores_are_one_too_many()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Start(
            ("Storage:TableServiceUri", "https://name.table.core.windows.net"), ("Storage:ConnectionString", "UseDevelopmentStorage=true")));

        Assert.Contains("Storage:TableServiceUri and Storage:ConnectionString", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static void Start(params (string Name, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Token:Issuer", Good)])
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
            .Build();
        using var services = new ServiceCollection().AddTokenIssuer(configuration).BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
