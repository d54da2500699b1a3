using TokenIssuer.Keys;
using static TokenFunction.Tests.Keys.TestKeys;

namespace TokenFunction.Tests.Keys;

/// <summary>
/// Whose turn it is, hour by hour: published ahead for 24 h, and for 24.25 h after the successor began to sign. Every row
/// reads only what a vault says and the time, so it holds for any instance whenever it started.
/// </summary>
public sealed class KeyScheduleTests
{
    [Theory]
    [InlineData("the first key signs at once", "A@0", 0, "A", "A")]
    [InlineData("a clock behind the vault's still signs", "A@0", -0.1, "A", "A")]
    [InlineData("a new key is announced and does not sign", "A@0 B@100", 100, "A", "B A")]
    [InlineData("an hour before its time", "A@0 B@100", 123, "A", "B A")]
    [InlineData("its time has come, to the instant", "A@0 B@100", 124, "B", "B A")]
    [InlineData("the old one stays while its tokens live", "A@0 B@100", 148.2, "B", "B A")]
    [InlineData("and leaves after the last of them", "A@0 B@100", 148.25, "B", "B")]
    [InlineData("the second rotation begins: three known", "A@0 B@100 C@140", 141, "B", "C B A")]
    [InlineData("the second rotation: the first leaves in its own time", "A@0 B@100 C@140", 149, "B", "C B")]
    [InlineData("the second rotation signs", "A@0 B@100 C@140", 164, "C", "C B")]
    [InlineData("the second rotation is over", "A@0 B@100 C@140", 188.25, "C", "C")]
    [InlineData("two rotations within a day take turns in order", "A@0 B@100 C@101", 124.5, "B", "C B A")]
    [InlineData("the list's own order says nothing", "C@140 A@0 B@100", 164, "C", "C B")]
    public void Keys_take_turns(string name, string keys, double hour, string signer, string published) =>
        Check(name, keys, hour, signer, published);

    [Theory]
    [InlineData("the signer is disabled and a mature one is there", "A@0 C@140", 141, "A", "C A")]
    [InlineData("the signer is disabled and only a young one is there", "C@140", 141, "C", "C")]
    [InlineData("of two young ones the older signs, as everywhere", "C@140 D@141", 142, "C", "D C")]
    [InlineData("until the younger is mature too", "C@140 D@141", 165, "D", "D C")]
    [InlineData("a successor that is disabled before its time changes nothing", "A@0", 101, "A", "A")]
    public void An_emergency_disable(string name, string keys, double hour, string signer, string published) =>
        Check(name, keys, hour, signer, published);

    [Theory]
    [InlineData("an expired key signs nothing, to the second", "A@0!200 B@100", 200, "B", "B")]
    [InlineData("nor does one that expired before it was relieved", "A@0!110 B@100", 111, "B", "B A")]
    [InlineData("all expired", "A@0!110", 110, null, "A")]
    [InlineData("an expired one gives its turn back", "A@0 B@100!130", 131, "A", "B A")]
    [InlineData("and the one before it stays known as long as its tokens live", "A@0 B@100!130 C@140", 165, "C", "C B A")]
    [InlineData("and no longer", "A@0 B@100!130 C@140", 188.25, "C", "C")]
    [InlineData("not valid yet, though mature", "A@0 B@100~200", 199, "A", "B A")]
    [InlineData("valid from then on", "A@0 B@100~200", 200, "B", "B A")]
    [InlineData("valid early does not sign early", "A@0 B@100~101", 110, "A", "B A")]
    [InlineData("the only one is not valid yet", "A@0~10", 5, null, "A")]
    public void Expiry_and_validity_are_the_vaults(string name, string keys, double hour, string? signer, string published) =>
        Check(name, keys, hour, signer, published);

    [Fact]
    public void Scaled_to_zero_between_announcement_and_signing_nothing_is_lost()
    {
        var before = new KeySchedule(Parse("A@0"), TimeSpan.FromHours(24));
        // Nobody ran when B was created, nor when it matured.
        var after = new KeySchedule(Parse("A@0 B@100"), TimeSpan.FromHours(24));

        Assert.Equal("A", before.SignerAt(At(99))?.Version);
        Assert.Equal("B", after.SignerAt(At(130))?.Version);
        Assert.Equal("B A", Names(after.PublishedAt(At(130))));
    }

    [Theory]
    [InlineData(-300), InlineData(-1), InlineData(0), InlineData(1), InlineData(300)]
    public void An_instance_never_signs_with_what_another_does_not_publish(int skewSeconds)
    {
        var schedule = new KeySchedule(Parse("A@0 B@100 C@140!400 D@160"), TimeSpan.FromHours(24));
        for (var minute = 0; minute < 60 * 250; minute += 5)
        {
            var now = At(160).AddMinutes(minute - 600);
            var signer = schedule.SignerAt(now.AddSeconds(skewSeconds))!;

            Assert.Contains(signer, schedule.PublishedAt(now));
            // It has been there for a verifier that looked last a day ago.
            Assert.True(signer.Created <= now.AddHours(-23.9));
            // A token of the longest lifetime finds its key to the end.
            Assert.Contains(signer, schedule.PublishedAt(now.AddHours(24)));
        }
    }

    private static void Check(string name, string keys, double hour, string? signer, string published)
    {
        var schedule = new KeySchedule(Parse(keys), TimeSpan.FromHours(24));

        Assert.Equal((name, signer, published), (name, schedule.SignerAt(At(hour))?.Version, Names(schedule.PublishedAt(At(hour)))));
    }
}
