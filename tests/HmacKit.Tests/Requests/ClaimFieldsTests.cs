namespace HmacKit.Tests.Requests;

public class ClaimFieldsTests
{
    private static ClaimField[] All { get; } = [.. Enumerable.Range(0, (int)ClaimField.Token + 1).Select(static i => (ClaimField)i)];

    [Fact]
    public void Every_field_has_a_bit_of_its_own()
    {
        foreach (ClaimField field in All)
        {
            Assert.Equal([field], All.Where(ClaimFields.Of(field).Contains));
        }
    }

    [Fact]
    public void Sets_are_joined_cut_and_taken_from_one_another()
    {
        ClaimFields left = ClaimFields.Of(ClaimField.Id) | ClaimFields.Of(ClaimField.Token);
        ClaimFields right = ClaimFields.Of(ClaimField.Token) | ClaimFields.Of(ClaimField.KeyId);

        Assert.Equal([ClaimField.KeyId, ClaimField.Id, ClaimField.Token], All.Where((left | right).Contains));
        Assert.Equal([ClaimField.Token], All.Where((left & right).Contains));
        Assert.Equal([ClaimField.Id], All.Where(left.Except(right).Contains));
    }

    [Fact]
    public void A_range_has_its_first_field_and_not_its_end()
    {
        foreach (ClaimField field in All)
        {
            Assert.Equal(
                field is >= ClaimField.Expires and < ClaimField.Signature,
                ClaimFields.Of(field).HasAnyFrom(ClaimField.Expires, ClaimField.Signature));
        }
    }
}
