using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenIssuer;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Settings;

/// <summary>What stops the start of the Functions app: one line per wrong setting, by the app setting's name.</summary>
public sealed class FunctionSettingRulesTests
{
    [Fact]
    public void Production_starts_with_an_issuer_a_store_and_a_key() => Assert.Empty(Failures());

    [Theory]
    [InlineData("Token__Issuer", null, "Token__Issuer is missing")]
    [InlineData("Token__Issuer", "http://tokens.example.com", "Token__Issuer is 'http://tokens.example.com'")]
    [InlineData("Token__Lifetime", "soon", "'soon' at 'Token__Lifetime'")]
    [InlineData("Storage__TableServiceUri", null, "Storage__TableServiceUri is missing")]
    [InlineData("Storage__TableServiceUri", "name", "Storage__TableServiceUri is 'name'")]
    [InlineData("KeyVault__VaultUri", null, "KeyVault__VaultUri is missing")]
    [InlineData("KeyVault__VaultUri", "name", "KeyVault__VaultUri is 'name'")]
    [InlineData("KeyVault__VaultUri", "http://name.vault.azure.net", "KeyVault__VaultUri is 'http://name.vault.azure.net/'")]
    [InlineData("KeyVault__VaultUri", "https://name.vault.azure.net/keys/k", "KeyVault__VaultUri is 'https://name.vault.azure.net/keys/k'")]
    [InlineData("KeyVault__VaultUri", "https://u:p@name.vault.azure.net", "KeyVault__VaultUri is ")]
    [InlineData("KeyVault__KeyName", null, "KeyVault__KeyName is missing")]
    [InlineData("KeyVault__KeyName", "", "KeyVault__KeyName is missing")]
    [InlineData("KeyVault__KeyName", "a/b", "KeyVault__KeyName is 'a/b'")]
    [InlineData("Keys__Directory", "/keys", "Keys__Directory and KeyVault__VaultUri are both set")]
    [InlineData("SecretSweep__Schedule", "", "SecretSweep__Schedule is ''")]
    [InlineData("SecretSweep__Schedule", "daily", "SecretSweep__Schedule is 'daily'")]
    [InlineData("SecretSweep__Schedule", "0 61 * * * *", "SecretSweep__Schedule is '0 61 * * * *'")]
    [InlineData("SecretSweep__Schedule", "1.00:00:00", "SecretSweep__Schedule is '1.00:00:00'")]
    public void A_wrong_setting_is_one_line_that_names_it(string setting, string? value, string says)
    {
        var line = Assert.Single(Failures((setting, value)));

        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Theory, InlineData("0 17 3 * * *"), InlineData("17 3 * * *"), InlineData("*/5 * * * * *"), InlineData("0 0 9-17 * * Mon-Fri")]
    public void A_schedule_that_the_timer_takes_is_taken(string schedule) => Assert.Empty(Failures(("SecretSweep__Schedule", schedule)));

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Assert.Equal(4, Failures(("Token__Issuer", null), ("Token__Lifetime", "2.00:00:00"), ("KeyVault__KeyName", null), ("SecretSweep__Schedule", "x")).Count);

    [Theory]
    [InlineData("Development", "/keys", true)]
    [InlineData("Development", null, false)]
    [InlineData("Production", "/keys", false)]
    [InlineData("Staging", "/keys", false)]
    public void Only_Development_signs_without_a_vault(string environment, string? folder, bool starts)
    {
        var settings = FunctionHost.Production;
        settings.Remove("KeyVault__VaultUri");
        settings.Remove("KeyVault__KeyName");
        settings["Keys__Directory"] = folder;

        Assert.Equal(starts, StartupCheck.Failures(FunctionHost.Build(settings, environment)).Count == 0);
    }

    [Fact]
    public void Development_may_have_a_vault() => Assert.Empty(StartupCheck.Failures(FunctionHost.Build(FunctionHost.Production, "Development")));

    [Theory, InlineData(null, 1), InlineData("2", 2), InlineData("0", 0)]
    public void App_Service_is_one_hop_unless_the_setting_says_otherwise(string? setting, int hops)
    {
        var settings = FunctionHost.Production;
        if (setting is not null) settings["Clients__ForwardedHops"] = setting;

        Assert.Equal(hops, FunctionHost.Build(settings).GetRequiredService<IOptions<ClientOptions>>().Value.ForwardedHops);
    }

    private static IReadOnlyList<string> Failures(params (string Name, string? Value)[] changes)
    {
        var settings = FunctionHost.Production;
        foreach (var (name, value) in changes)
        {
            if (value is null) settings.Remove(name);
            else settings[name] = value;
        }

        return StartupCheck.Failures(FunctionHost.Build(settings));
    }
}
