using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using TokenFunction.Settings;
using TokenIssuer.Secrets;

namespace TokenFunction;

/// <summary>
/// Runs the sweep on its schedule, on one instance at a time: the host holds a lease. A run that was missed is made up for
/// (<see cref="TimerTriggerAttribute.UseMonitor"/>); none happens because an instance started.
/// </summary>
public sealed class SecretSweepTimer(SecretSweep sweep, TimeProvider clock, ILogger<SecretSweepTimer> log)
{
    /// <summary>
    /// The sweep logs its one summary. When the time is over, or the host stops, what is done is done and the next run goes on.
    /// A store that is down fails this run, which the host records, and no other.
    /// </summary>
    [Function("SecretSweep")]
    public async Task RunAsync([TimerTrigger("%SecretSweep:Schedule%")] TimerInfo timer, CancellationToken cancel)
    {
        using var time = new CancellationTokenSource(SecretSweepOptions.Budget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, time.Token);
        try
        {
            await sweep.RunAsync(dryRun: false, progress: null, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            log.SweepStopped(time.IsCancellationRequested ? "its time was over" : "the host is stopping");
        }
    }
}

/// <summary>Log events 620–629.</summary>
internal static partial class SecretSweepTimerLog
{
    /// <summary>The host reports a missing schedule to nobody; everything but the timer goes on.</summary>
    [LoggerMessage(621, LogLevel.Error, "The sweep never runs: the app setting SecretSweep__Schedule is missing, such as 0 17 3 * * *", EventName = "SweepNotScheduled")]
    public static partial void SweepNotScheduled(this ILogger log);

    [LoggerMessage(620, LogLevel.Information, "The sweep stopped because {Reason}; the next run does the rest", EventName = "SweepStopped")]
    public static partial void SweepStopped(this ILogger log, string reason);
}
