using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
    /// <summary>
    /// Builds the server; starting it is the caller's. Every setting of the issuer works as an environment variable too,
    /// such as <c>Token__Lifetime=00:10:00</c>.
    /// </summary>
    public static async Task<WebApplication> BuildAsync(ServeSettings settings, TextWriter output, Action<WebApplicationBuilder>? configure, CancellationToken cancel)
    {
        var url = Listen.Parse(settings.Url, settings.BehindProxy);
        var issuer = settings.Issuer ?? url.Origin;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The issuer has its own limit, and answers in JSON when it is passed.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(url.Address, url.Port);
        });

        var clock = TimeProvider.System;
        var store = settings.Store.Open(clock);
        builder.Services.AddTokenIssuer(builder.Configuration);
        builder.Services.Configure<TokenOptions>(token => token.Issuer = issuer);
        builder.Services.AddSingleton(provider => new LocalSigner(
            settings.Keys ?? settings.Store.DefaultKeys, settings.SigningAlgorithm, clock, provider.GetRequiredService<ILogger<LocalSigner>>()));
        builder.Services.AddSingleton<ITokenSigner>(provider => provider.GetRequiredService<LocalSigner>());
        foreach (var table in OpenStore.Tables) builder.Services.AddKeyedSingleton(table, (_, _) => store.Table(table));
        builder.Services.AddSingleton(_ => store);
        configure?.Invoke(builder);
        var app = builder.Build();

        // The settings are checked before anything is written.
        _ = app.Services.GetRequiredService<IOptions<TokenOptions>>().Value;
        var signer = app.Services.GetRequiredService<LocalSigner>();
        if (!signer.HasKey()) signer.Create();
        await store.CreateTablesAsync(cancel);
        if (store.IsNew) await DemoClient.CreateAsync(app.Services.GetRequiredService<ClientRegistry>(), url.Origin, output, clock, cancel);
        app.Run(new KestrelDoor(app.Services.GetRequiredService<Issuer>()).HandleAsync);
        return app;
    }
}
