using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenIssuer.Cli.Output;

/// <summary>The one JSON document of a command with <c>--json</c>.</summary>
internal static class JsonOutput
{
    /// <summary>Written to a terminal or a file, never into HTML: <c>at+jwt</c> stays legible.</summary>
    public static readonly JsonWriterOptions Legible = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int FlushAt = 64 * 1024;

    /// <summary>Writes a document that fits in memory.</summary>
    public static Task WriteAsync(Action<Utf8JsonWriter> write) => WriteAsync(Console.OpenStandardOutput(), json =>
    {
        write(json);
        return Task.CompletedTask;
    });

    /// <summary>Writes a document piece by piece; <see cref="FlushIfLongAsync"/> between them keeps memory flat.</summary>
    public static async Task WriteAsync(Stream output, Func<Utf8JsonWriter, Task> write)
    {
        await using (var json = new Utf8JsonWriter(output, Legible)) await write(json);
        output.WriteByte((byte)'\n');
        await output.FlushAsync();
    }

    public static Task FlushIfLongAsync(this Utf8JsonWriter json) => json.BytesPending < FlushAt ? Task.CompletedTask : json.FlushAsync();
}
