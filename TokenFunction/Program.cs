using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenFunction;
using TokenFunction.Settings;
using TokenIssuer;

var builder = FunctionsApplication.CreateBuilder(args);
var credential = Identity.Credential(builder.Configuration, builder.Environment);
builder.Services.AddFunctionSettings(builder.Configuration);
builder.Services.AddAdapters(credential);
builder.Services.AddTokenIssuer(builder.Configuration);
builder.AddTelemetry(credential);
using var host = builder.Build();

// Settings stop the start (whatever is on stderr, the host shows in its log); store and vault never do, they are connected in the background (TokenIssuer/Health/WarmUp.cs).
var wrong = StartupCheck.Failures(host.Services);
foreach (var line in wrong) Console.Error.WriteLine($"Cannot start: {line}");
if (wrong.Count > 0) return 1;
if (builder.Configuration[$"{SecretSweepOptions.Section}:{nameof(SecretSweepOptions.Schedule)}"] is null)
    host.Services.GetRequiredService<ILogger<SecretSweepTimer>>().SweepNotScheduled();

await host.RunAsync();
return 0;
