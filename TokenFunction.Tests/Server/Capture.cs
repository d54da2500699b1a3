using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TokenFunction.Tests.Server;

/// <summary>Keeps every line that is logged, as <c>Level EventName: message exception</c>.</summary>
internal sealed class Capture : ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILoggerProvider Provider => new To(this);

    public ILogger<T> For<T>() => LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Provider)).CreateLogger<T>();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {eventId.Name}: {formatter(state, exception)} {exception}");

    private sealed class To(Capture log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }
}
