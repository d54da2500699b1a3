namespace TokenIssuer.Cli;

/// <summary>What the exit status of a command means.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int Usage = 2;
    public const int Fault = 3;
}

/// <summary>The command line, a file or a setting is wrong; the message names it and the accepted form.</summary>
internal sealed class UsageException(string message) : Exception(message);
