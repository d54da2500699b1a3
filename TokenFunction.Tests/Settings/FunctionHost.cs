using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using TokenFunction.Settings;
using TokenIssuer;

namespace TokenFunction.Tests.Settings;

/// <summary>The settings of the Functions app, bound and checked as it does it, without the app.</summary>
internal static class FunctionHost
{
    /// <summary>What production needs at least.</summary>
    public static Dictionary<string, string?> Production => new()
    {
        ["Token__Issuer"] = "https://tokens.example.com",
        ["Storage__TableServiceUri"] = "https://name.table.core.windows.net",
        ["KeyVault__VaultUri"] = "https://name.vault.azure.net",
        ["KeyVault__KeyName"] = "token-signing",
    };

    public static ServiceProvider Build(IEnumerable<KeyValuePair<string, string?>> appSettings, string environment = "Production")
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(appSettings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IHostEnvironment>(new Environment { EnvironmentName = environment });
        services.AddFunctionSettings(settings);
        services.AddTokenIssuer(settings);
        return services.BuildServiceProvider();
    }

    private sealed class Environment : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "TokenFunction";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
