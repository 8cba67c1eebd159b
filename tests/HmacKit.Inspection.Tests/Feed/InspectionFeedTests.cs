using System.Net;
using Microsoft.AspNetCore.Http;

namespace HmacKit.Inspection.Tests.Feed;

public class InspectionFeedTests
{
    [Fact]
    public async Task A_page_that_is_closed_before_its_first_line_leaves_its_place_to_another_one()
    {
        var feed = new InspectionFeed();
        var page = new InspectorPage(null!, feed, null, null!, new PageGuard(mayBeRemote: true), CancellationToken.None);
        for (int i = 0; i < 2 * InspectionFeed.MostWatchers; i++)
        {
            var closed = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
            closed.Request.Method = "GET";
            closed.Response.Body = new MemoryStream();
            await page.InvokeAsync(closed, "/api/live");
            Assert.Equal((int)HttpStatusCode.OK, closed.Response.StatusCode);
        }
    }
}
