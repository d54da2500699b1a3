using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenIssuer.Protocol;

/// <summary>
/// A JSON writer and its buffer that each thread keeps: a token request writes two small documents, and would otherwise
/// allocate a writer and a growing buffer for each. What is written must be copied before the thread does anything else.
/// </summary>
internal static class JsonScratch
{
    // The default encoder escapes + and non-ASCII, which JSON does not ask for; this is no HTML.
    private static readonly JavaScriptEncoder Relaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonWriterOptions Plain = new() { Encoder = Relaxed, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>A text that is written again and again, encoded once.</summary>
    public static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, Relaxed);

    /// <summary>Begins an object with the thread's writer.</summary>
    public static Utf8JsonWriter BeginObject()
    {
        buffer ??= new ArrayBufferWriter<byte>(1024);
        writer ??= new Utf8JsonWriter(buffer, Plain);
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        return writer;
    }

    /// <summary>Ends it. The bytes are good until the thread begins another.</summary>
    public static ReadOnlySpan<byte> EndObject()
    {
        writer!.WriteEndObject();
        writer.Flush();
        return buffer!.WrittenSpan;
    }
}
