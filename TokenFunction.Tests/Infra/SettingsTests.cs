using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenIssuer;
using TokenIssuer.Clients;
using TokenIssuer.Keys;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenFunction.Tests.Infra;

/// <summary>The app settings are those the app binds: all of them, no others, with values that it accepts.</summary>
public sealed partial class SettingsTests
{
    /// <summary>For a laptop: a folder of keys, and a connection string, which carries a key.</summary>
    private static readonly string[] OnlyForDevelopment = ["Keys__Directory", "Storage__ConnectionString"];

    /// <summary>The sample file's own frame, and what Flex Consumption knows by itself or refuses.</summary>
    private static readonly string[] OnlyForCoreTools = ["IsEncrypted", "Values", "AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME"];

    /// <summary>What the Functions app, its host and the SDKs read beside the issuer's own options.</summary>
    private static readonly string[] OfTheHost =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID",
        "AzureWebJobsDisableHomepage", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential", "KeyVault__KeyName", "KeyVault__VaultUri", "SecretSweep__Schedule",
    ];

    /// <summary>Set by the template on purpose: they depend on where the app runs.</summary>
    private static readonly string[] NotDefaults = ["Token:Issuer", "Token:DefaultAudience", "Clients:ForwardedHops", "Storage:TableServiceUri"];

    private static readonly Type[] Options = [.. typeof(TokenOptions).Assembly.GetTypes().Where(type => SectionOf(type) is not null)];

    [Fact]
    public void The_options_are_found() => Assert.Empty(
        new[] { typeof(TokenOptions), typeof(ClientOptions), typeof(GuardOptions), typeof(KeyOptions), typeof(SecretOptions), typeof(StorageOptions) }.Except(Options));

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Every_setting_the_app_binds_is_set_and_none_that_it_does_not_know(string parameters)
    {
        var bound = Options.SelectMany(type => Bound(type).Select(property => $"{SectionOf(type)}__{property.Name}"));
        Assert.Equal(
            bound.Except(OnlyForDevelopment).Concat(OfTheHost).Order(StringComparer.Ordinal),
            (await Snapshot.OfAsync(parameters)).AppSettings().Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>The sample lists every setting there is; those it shows as comments have their defaults.</summary>
    [OnBicep]
    [InlineData("main")]
    public async Task The_sample_settings_document_the_same_names(string parameters)
    {
        var sample = SettingName().Matches(File.ReadAllText(Path.Combine(Bicep.Folder, "..", "local.settings.sample.json"))).Select(match => match.Groups[1].Value);
        Assert.Equal(
            sample.Except(OnlyForDevelopment).Except(OnlyForCoreTools).Distinct().Order(StringComparer.Ordinal),
            (await Snapshot.OfAsync(parameters)).AppSettings().Keys.Order(StringComparer.Ordinal));
    }

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task The_issuer_accepts_every_value(string parameters)
    {
        using var provider = Bind(await Snapshot.OfAsync(parameters));
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    [OnBicep]
    [InlineData("main")]
    public async Task A_wrong_value_would_be_refused(string parameters)
    {
        using var provider = Bind(await Snapshot.OfAsync(parameters, ("settings", "{ Token__Lifetime: '00:00:01' }")));
        var refusal = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains("Token:Lifetime", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The template spells the defaults out; they must stay what the code says.</summary>
    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Unless_told_otherwise_every_setting_has_the_codes_default(string parameters)
    {
        var set = Configuration(await Snapshot.OfAsync(parameters));
        foreach (var type in Options)
        {
            var deployed = set.GetSection(SectionOf(type)!).Get(type)!;
            var defaults = Activator.CreateInstance(type)!;
            foreach (var property in Bound(type).Where(property => !NotDefaults.Contains($"{SectionOf(type)}:{property.Name}")))
            {
                Assert.Equal((property.Name, property.GetValue(defaults)), (property.Name, property.GetValue(deployed)));
            }
        }
    }

    [OnBicep]
    [InlineData("main", "", "https://func-dev-")]
    [InlineData("prod", "https://tokens.example.com", "https://tokens.example.com")]
    public async Task The_issuer_is_the_apps_own_name_or_the_one_given(string parameters, string given, string start)
    {
        var snapshot = await Snapshot.EvaluateAsync(parameters, [], "test", new() { ["ISSUER_URL"] = given });
        var issuer = snapshot.AppSettings()["Token__Issuer"];
        Assert.StartsWith(start, issuer, StringComparison.Ordinal);
        Assert.Equal(issuer, snapshot.Output("ISSUER"));
        Assert.Equal($"{issuer}/oauth/token", snapshot.Output("TOKEN_URL"));
        Assert.Equal($"{issuer}/.well-known/jwks.json", snapshot.Output("JWKS_URL"));
        if (given.Length == 0) Assert.Equal($"https://{snapshot.Single("Microsoft.Web/sites")["name"]}.azurewebsites.net", issuer);
    }

    [OnBicep]
    [InlineData("main")]
    public async Task Settings_the_app_does_not_know_do_not_compile(string parameters)
    {
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(
            () => Snapshot.EvaluateAsync(parameters, [("settings", "{ Token__Lifetme: '00:30:00' }")], "test", []));
        Assert.Contains("Token__Lifetme", failure.Message, StringComparison.Ordinal);
    }

    private static string? SectionOf(Type type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal) ? type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string : null;

    private static IEnumerable<PropertyInfo> Bound(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true });

    private static ServiceProvider Bind(Snapshot snapshot) =>
        new ServiceCollection().AddLogging().AddTokenIssuer(Configuration(snapshot)).BuildServiceProvider();

    /// <summary>As the app reads them. Only a running deployment knows Azure's host names; any will do here.</summary>
    private static IConfiguration Configuration(Snapshot snapshot) => new ConfigurationBuilder()
        .AddInMemoryCollection(snapshot.AppSettings().Select(setting => KeyValuePair.Create(
            setting.Key.Replace("__", ":", StringComparison.Ordinal),
            (string?)(setting.Value.StartsWith('[') ? "https://known-later.example" : setting.Value))))
        .Build();

    [GeneratedRegex("\"([A-Za-z_]+)\": ")]
    private static partial Regex SettingName();
}
