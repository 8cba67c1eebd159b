namespace PartnerClient.Tour;

/// <summary>All APIs, one after the other, and a table of what came of it.</summary>
internal sealed class GrandTour(IEnumerable<ApiTour> tours)
{
    /// <summary>True if every call went well.</summary>
    public async Task<bool> RunAsync(TextWriter writer)
    {
        bool isGood = true;
        foreach (ApiTour tour in tours)
        {
            var calls = new CallTable(tour.Api, writer);
            await tour.RunAsync(calls);
            isGood &= calls.IsGood;
        }

        await writer.WriteLineAsync(isGood ? "Every call went well." : "Not every call went well: see the lines marked FAILED.");
        return isGood;
    }
}
