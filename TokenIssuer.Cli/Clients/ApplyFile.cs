using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using TokenIssuer.Cli.Output;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary>
/// The registrations a file asks for, by client id. Each is kept as the document that the registry's own would be written as:
/// small, so that a hundred thousand fit, and comparable byte by byte.
/// </summary>
internal sealed class ApplyFile
{
    private const int MaxProblems = 20;

    private readonly Dictionary<string, byte[]> documents = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, byte[]> Documents => documents;

    /// <summary>Reads a file, or standard input for <c>-</c>. Throws <see cref="UsageException"/> with what is wrong, client by client.</summary>
    public static async Task<ApplyFile> ReadAsync(string path, CancellationToken cancel)
    {
        var name = path == "-" ? "Standard input" : $"'{path}'";
        try
        {
            await using var stream = await RefuseNullAsync(PipeReader.Create(Open(path, name)), cancel);
            var file = new ApplyFile();
            var problems = new List<string>();
            var position = 0;
            await foreach (var entry in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, cancellationToken: cancel))
            {
                position++;
                if (file.Take(entry, out var id) is { } problem) problems.Add($"{name}, entry {position}{(id is null ? "" : $" (client '{id}')")}: {problem.ReplaceLineEndings(Environment.NewLine + "  ")}");
                if (problems.Count == MaxProblems) break;
            }

            return problems.Count == 0 ? file : throw new UsageException(string.Join(Environment.NewLine, problems));
        }
        catch (JsonException e)
        {
            throw new UsageException($"{name} is no JSON list of clients: see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    /// <summary>A registration as it is kept here.</summary>
    public static byte[] Document(Client client)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(buffer, JsonOutput.Legible with { Indented = false })) ClientDocument.WriteDecided(json, client);
        return buffer.WrittenSpan.ToArray();
    }

    private static Stream Open(string path, string name)
    {
        if (path == "-") return StandardStreams.IsOpen(StandardStreams.Input) ? Console.OpenStandardInput() : Stream.Null;
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new UsageException($"There is no file {name}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"{name} cannot be read: it is a folder, or not yours to read.");
        }
    }

    /// <summary>The serializer takes null for an empty list, and what is in no list is deleted by <c>--prune</c>.</summary>
    private static async Task<Stream> RefuseNullAsync(PipeReader file, CancellationToken cancel)
    {
        var start = await file.ReadAtLeastAsync(minimumSize: 64, cancel);
        var isNull = Encoding.UTF8.GetString(start.Buffer).TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith("null", StringComparison.Ordinal);
        file.AdvanceTo(start.Buffer.Start);
        return isNull ? throw new JsonException("null", path: null, lineNumber: 0, bytePositionInLine: 0) : file.AsStream();
    }

    /// <summary>Keeps the entry; returns what is wrong with it instead.</summary>
    private string? Take(JsonElement entry, out string? id)
    {
        id = null;
        try
        {
            id = ClientDocument.IdOf(entry);
            var client = ClientDocument.Read(entry);
            return documents.TryAdd(client.Id, Document(client)) ? null : "is in the list twice.";
        }
        catch (FormatException e)
        {
            return e.Message;
        }
        catch (InvalidOperationException)
        {
            return "has a text that is not Unicode: bytes that are not UTF-8, or half of a surrogate pair.";
        }
    }
}
