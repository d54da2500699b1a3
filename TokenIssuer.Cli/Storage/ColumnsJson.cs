using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenIssuer.Cli.Storage;

/// <summary>
/// A row's columns as JSON. Texts, booleans and 32-bit integers are written as such; the other types as an object with one
/// member that names the type, such as <c>{"createdAt":{"time":"2026-01-31T12:00:00.0000000Z"}}</c>.
/// </summary>
internal static class ColumnsJson
{
    // Not for HTML: texts stay legible in a SQLite shell.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Dictionary<string, object?> columns)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Legible);
        json.WriteStartObject();
        foreach (var (name, value) in columns)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Throws <see cref="JsonException"/> or <see cref="FormatException"/> for what <see cref="Write(Dictionary{string, object?})"/> did not write.</summary>
    public static Dictionary<string, object?> Read(string text, IReadOnlyList<string>? only)
    {
        using var json = JsonDocument.Parse(text);
        var columns = new Dictionary<string, object?>();
        foreach (var column in json.RootElement.EnumerateObject())
        {
            if (only?.Contains(column.Name) ?? true) columns[column.Name] = Read(column.Value);
        }

        return columns;
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case string text: json.WriteStringValue(text); return;
            case bool flag: json.WriteBooleanValue(flag); return;
            case int number: json.WriteNumberValue(number); return;
        }

        json.WriteStartObject();
        switch (value)
        {
            case long number: json.WriteNumber("long", number); break;
            case double number: json.WriteNumber("double", number); break;
            case DateTimeOffset time: json.WriteString("time", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)); break;
            case Guid id: json.WriteString("guid", id); break;
            case byte[] bytes: json.WriteBase64String("bytes", bytes); break;
            default: throw new ArgumentException($"A {value?.GetType().Name} is no column.");
        }

        json.WriteEndObject();
    }

    private static object Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Number => value.GetInt32(),
        JsonValueKind.Object => ReadTyped(value.EnumerateObject().First()),
        _ => throw new JsonException($"A column is {value.ValueKind}."),
    };

    private static object ReadTyped(JsonProperty typed) => typed.Name switch
    {
        "long" => typed.Value.GetInt64(),
        "double" => typed.Value.GetDouble(),
        "time" => typed.Value.GetDateTimeOffset(),
        "guid" => typed.Value.GetGuid(),
        "bytes" => typed.Value.GetBytesFromBase64(),
        _ => throw new JsonException($"A column is of type '{typed.Name}', which this version does not know."),
    };
}
