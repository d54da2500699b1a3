using Microsoft.Extensions.Logging;

namespace TokenIssuer.Cli.Sweep;

/// <summary>Log events that need an operator, a line each.</summary>
internal sealed class WarningLines(TextWriter output) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) output.WriteLine(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
