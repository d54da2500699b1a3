using CsCheck;

namespace TokenFunction.Tests;

/// <summary>Texts of any Unicode characters, ASCII more often than chance would have it; never half a surrogate pair.</summary>
internal static class GeneratedText
{
    private static readonly Gen<string> Character =
        Gen.OneOf(Gen.Int[0, 0x7F], Gen.Int[0, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]).Select(char.ConvertFromUtf32);

    public static Gen<string> OfLength(int from, int to) => Character.Array[from, to].Select(string.Concat);
}
