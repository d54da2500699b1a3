namespace TokenIssuer.Secrets;

/// <summary>How long secrets live on: the settings <c>Secrets:*</c>.</summary>
public sealed class SecretOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Secrets";

    /// <summary>
    /// <c>Secrets:Retention</c>: how long an expired or revoked secret's row stays, for looking up what happened.
    /// Its hash admits nobody from the moment it ends.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary><c>Secrets:WarnBefore</c>: how long before a client's last secret ends the sweep begins to warn.</summary>
    public TimeSpan WarnBefore { get; set; } = TimeSpan.FromDays(14);
}
