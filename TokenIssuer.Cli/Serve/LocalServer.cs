using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Keys;
using TokenIssuer.Tokens;

namespace TokenIssuer.Cli.Serve;

/// <summary>What <c>tokenctl serve</c> was asked for.</summary>
internal sealed record ServeSettings(string Url, StoreLocation Store, string? Issuer, string? Keys, string SigningAlgorithm, bool BehindProxy);

/// <summary>The issuer on Kestrel, for laptops, tests and benchmarks. Composition only.</summary>
internal static class LocalServer
{
    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Azure"] = "Warning",
        // Where this has a level, the server makes an activity and a log scope for every request.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
    };

    /// <summary>
    /// Builds the server; starting it is the caller's. Every setting of the issuer works as an environment variable too,
    /// such as <c>Token__Lifetime=00:10:00</c>.
    /// </summary>
    public static async Task<WebApplication> BuildAsync(ServeSettings settings, TextWriter output, Action<WebApplicationBuilder>? configure, CancellationToken cancel)
    {
        var url = Listen.Parse(settings.Url, settings.BehindProxy);
        var issuer = settings.Issuer ?? url.Origin;
        // Empty: a slim builder reads the working directory's appsettings.json, whosever it is, and watches every folder below it.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(LogLevels).AddEnvironmentVariables();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole(console => console.SingleLine = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The issuer has its own limit, and answers in JSON when it is passed.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(url.Address, url.Port);
        });

        var clock = TimeProvider.System;
        builder.Services.AddTokenIssuer(builder.Configuration);
        builder.Services.Configure<TokenOptions>(token => token.Issuer = issuer);
        builder.Services.AddSingleton(provider => new LocalSigner(
            settings.Keys ?? settings.Store.DefaultKeys, settings.SigningAlgorithm, clock, provider.GetRequiredService<ILogger<LocalSigner>>()));
        builder.Services.AddSingleton<ITokenSigner>(provider => provider.GetRequiredService<LocalSigner>());
        builder.Services.AddSingleton(_ => settings.Store.Open(clock));
        foreach (var table in OpenStore.Tables) builder.Services.AddKeyedSingleton(table, (provider, _) => provider.GetRequiredService<OpenStore>().Table(table));
        configure?.Invoke(builder);
        var app = builder.Build();

        // Before anything is written: a store that this start does not fill is new to no later one.
        var wrong = StartupCheck.Failures(app.Services);
        if (wrong.Count > 0) throw new UsageException(string.Join(Environment.NewLine, wrong));
        var store = app.Services.GetRequiredService<OpenStore>();
        var signer = app.Services.GetRequiredService<LocalSigner>();
        if (!signer.HasKey()) signer.Create();
        await store.CreateTablesAsync(cancel);
        if (store.IsNew) await DemoClient.CreateAsync(app.Services.GetRequiredService<ClientRegistry>(), url.Origin, output, clock, cancel);
        app.Run(new KestrelDoor(app.Services.GetRequiredService<Issuer>()).HandleAsync);
        return app;
    }
}
