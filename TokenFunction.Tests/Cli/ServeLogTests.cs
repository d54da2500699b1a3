using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Cli;

/// <summary>What <c>tokenctl serve</c> logs of the server that it stands on.</summary>
public sealed class ServeLogTests
{
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    [Fact]
    public async Task Warnings_are_logged_and_requests_make_neither_line_nor_scope()
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer());
        var loggers = server.Services.GetRequiredService<ILoggerFactory>();
        Assert.True(loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").IsEnabled(LogLevel.Warning));
        Assert.False(loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").IsEnabled(LogLevel.Information));
        // The server asks this level before it makes an activity and a scope for a request.
        Assert.False(loggers.CreateLogger(Requests).IsEnabled(LogLevel.Critical));
    }

    [Fact]
    public async Task A_setting_turns_the_lines_of_requests_on()
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Settings = { ["Logging:LogLevel:" + Requests] = "Information" } });
        (await server.Http.GetAsync("/healthz")).EnsureSuccessStatusCode();
        Assert.Contains(server.Log, line => line.Contains("Request starting HTTP/1.1 GET", StringComparison.Ordinal));
    }
}
