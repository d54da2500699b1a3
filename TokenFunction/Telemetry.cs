using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace TokenFunction;

/// <summary>
/// Logs and metrics to Application Insights through OpenTelemetry. No traces: the host exports one sampled request per call,
/// and a second span for each would double the bill and say nothing more. A log line is never sampled.
/// </summary>
internal static class Telemetry
{
    /// <summary>
    /// What speaks outside a request too: at start and in the background. The host takes a line of the worker only with the
    /// invocation it belongs to and drops any other; whatever is written to stdout, it shows.
    /// </summary>
    private static readonly string[] Background = ["TokenFunction", "TokenIssuer.Health", "TokenIssuer.Keys", "TokenIssuer.Clients.LastUse"];

    /// <summary>To Application Insights with <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, else to the host's console.</summary>
    public static void AddTelemetry(this FunctionsApplicationBuilder builder, TokenCredential credential)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);
        if (builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is not { Length: > 0 } connection)
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter<ConsoleLoggerProvider>(null, LogLevel.None);
            foreach (var category in Background) builder.Logging.AddFilter<ConsoleLoggerProvider>(category, LogLevel.Information);
            return;
        }

        // The host would export every line that the worker hands it a second time, without the event's name.
        builder.Services.Configure<WorkerOptions>(worker => worker.Capabilities["WorkerApplicationInsightsLoggingEnabled"] = bool.TrueString);
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.AddAzureMonitorLogExporter(Connect);
        });
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("TokenIssuer").AddAzureMonitorMetricExporter(Connect));

        void Connect(AzureMonitorExporterOptions options)
        {
            options.ConnectionString = connection;
            // What the host takes as its sign to authenticate holds here too.
            if (builder.Configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] is { Length: > 0 }) options.Credential = credential;
        }
    }
}
