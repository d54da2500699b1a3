using Azure.Identity;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace TokenFunction.Tests.Function;

/// <summary>Where the log goes: the host drops what belongs to no request, so that needs a way of its own.</summary>
public sealed class TelemetryTests
{
    [Theory, InlineData(null, true), InlineData("InstrumentationKey=00000000-0000-0000-0000-000000000000", false)]
    public void The_console_has_it_where_Application_Insights_has_not(string? connection, bool console)
    {
        var services = Configured(connection);

        Assert.Equal(console, services.GetServices<ILoggerProvider>().Any(provider => provider is ConsoleLoggerProvider));
    }

    [Theory]
    [InlineData("TokenIssuer.Health.WarmUp", true)]
    [InlineData("TokenFunction.Storage.TableCreation", true)]
    [InlineData("TokenIssuer.Protocol.Refusals", false)]
    [InlineData("Azure.Core", false)]
    public void What_the_host_shows_with_its_request_is_not_said_twice(string category, bool console)
    {
        var rules = Configured(null).GetRequiredService<IOptions<LoggerFilterOptions>>().Value.Rules
            .Where(rule => rule.ProviderName == typeof(ConsoleLoggerProvider).FullName && category.StartsWith(rule.CategoryName ?? "", StringComparison.Ordinal));

        Assert.Equal(console, rules.MaxBy(rule => rule.CategoryName?.Length ?? 0)!.LogLevel <= LogLevel.Warning);
    }

    private static ServiceProvider Configured(string? connection)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] = connection;
        builder.AddTelemetry(new AzureCliCredential());
        return builder.Services.BuildServiceProvider();
    }
}
