using CsCheck;
using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Protocol;

/// <summary>C4.55–C4.56 for generated scopes.</summary>
public sealed class ScopeProperties
{
    private static readonly Gen<string> Token = Gen.OneOf(Gen.Char['#', '['], Gen.Char[']', '~'], Gen.Const('!')).Array[1, 8].Select(characters => new string(characters));

    [Fact]
    public void Any_text_is_granted_or_refused_for_a_reason() => Gen.String[1, 50].Sample(asked =>
        Assert.True(Scope.Decide(asked, new HashSet<string> { "a" }, "a").Reason() is null or "malformed_scope" or "scope_not_allowed"));

    [Fact]
    public void What_is_granted_is_what_was_asked_and_each_once() => Token.Array[1, 10].Sample(tokens =>
    {
        var granted = Scope.Decide(string.Join(' ', tokens), tokens.ToHashSet(), "").Value();

        Assert.Equal(tokens.Distinct(), granted.Split(' '));
    });

    [Fact]
    public void Nothing_is_granted_that_is_not_allowed() => Gen.Select(Token.Array[1, 5], Token.Array[0, 5]).Sample((asked, allowed) =>
    {
        var set = allowed.ToHashSet();
        var decided = Scope.Decide(string.Join(' ', asked), set, "");

        Assert.Equal(asked.All(set.Contains), decided.Try(out var granted, out _));
        if (granted is not null) Assert.Subset(set, granted.Split(' ').ToHashSet());
    });
}
