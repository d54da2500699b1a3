using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Sweep;

/// <summary><c>tokenctl sweep</c>: what the deployed timer does every night.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Count and warn, delete nothing." };
        var command = new Command(
            "sweep", "Deletes secrets that have been dead longer than Secrets:Retention (30 days; variable Secrets__Retention), and warns of what needs an operator. May be stopped and run again.")
        {
            dryRun,
        };
        return Session.Command(command, parsed =>
        {
            EnvironmentSettings.Require<SecretOptions>();
            return session => RunAsync(parsed.GetValue(dryRun), session);
        });
    }

    private static async Task<int> RunAsync(bool dryRun, Session session)
    {
        await session.Store.CreateTablesAsync(session.Cancel);
        await using var services = Compose(session);
        var sweep = services.GetRequiredService<SecretSweep>();
        var report = await Terminal.WatchAsync("Sweeping", tell =>
            sweep.RunAsync(dryRun, new Progress(report => tell($"{report.RowsRead} rows read, {report.SecretsDeleted} secrets deleted")), session.Cancel));
        if (session.Json) await WriteJsonAsync(report, dryRun);
        else await Console.Out.WriteLineAsync($"{report.RowsRead} rows read, {report.SecretsDeleted} secrets and {report.RevocationsDeleted} revocations {(dryRun ? "would be deleted" : "deleted")}, {report.Warnings} warnings, {report.Faults} rows that cannot be read.");
        return ExitCode.Done;
    }

    /// <summary>The issuer's own composition, with its settings from the environment and its log events on standard error.</summary>
    private static ServiceProvider Compose(Session session)
    {
        var services = new ServiceCollection();
        services.AddLogging(log => log.AddProvider(new WarningLines(Console.Error)));
        services.AddTokenIssuer(EnvironmentSettings.Configuration);
        foreach (var table in OpenStore.Tables) services.AddKeyedSingleton(table, (_, _) => session.Store.Table(table));
        return services.BuildServiceProvider();
    }

    private static Task WriteJsonAsync(SweepReport report, bool dryRun) => JsonOutput.WriteAsync(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("rowsRead", report.RowsRead);
        json.WriteNumber("secretsDeleted", report.SecretsDeleted);
        json.WriteNumber("revocationsDeleted", report.RevocationsDeleted);
        json.WriteNumber("warnings", report.Warnings);
        json.WriteNumber("faults", report.Faults);
        json.WriteBoolean("dryRun", dryRun);
        json.WriteEndObject();
    });

    /// <summary>Tells on the caller's thread; the framework's would answer after the end.</summary>
    private sealed class Progress(Action<SweepReport> tell) : IProgress<SweepReport>
    {
        public void Report(SweepReport value) => tell(value);
    }
}
