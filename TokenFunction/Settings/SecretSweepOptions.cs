namespace TokenFunction.Settings;

/// <summary>When dead secrets are deleted: the settings <c>SecretSweep:*</c>.</summary>
public sealed class SecretSweepOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "SecretSweep";

    /// <summary>
    /// How long one run may take: less than <c>functionTimeout</c> in host.json, at which the host would end the whole
    /// process and every request in it. What is left is done by the next run.
    /// </summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMinutes(9);

    /// <summary>
    /// <c>SecretSweep:Schedule</c>: an NCRONTAB expression, seconds first, in UTC. The host reads the app setting by itself,
    /// so this default runs only where the setting says so; its absence is logged.
    /// </summary>
    public string Schedule { get; set; } = "0 17 3 * * *";
}
