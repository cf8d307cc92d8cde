using FsCheck;
using FsCheck.Fluent;
using Pitwall.Core.Streams;

namespace Pitwall.Tests.Core.Streams;

public sealed class BroadcasterTests
{
    [Fact]
    public void Publish_NumbersItemsFromOne()
    {
        var stream = new Broadcaster<string>();
        Assert.Equal(0, stream.Last);
        Assert.Equal(1, stream.Publish("a"));
        Assert.Equal(2, stream.Publish("b"));
        Assert.Equal(2, stream.Last);
    }

    [Fact]
    public void Subscribe_WithoutNumber_GetsOnlyWhatComesAfter()
    {
        var stream = new Broadcaster<string>();
        stream.Publish("before");
        var subscription = stream.Subscribe();
        Assert.False(subscription.TryRead(out _));
        stream.Publish("after");
        Assert.True(subscription.TryRead(out var batch));
        Assert.Equal(["after"], batch.Items.ToArray());
        Assert.Equal(2, batch.First);
        Assert.Null(batch.Gap);
    }

    [Fact]
    public void Subscribe_AfterNumber_ResumesWithoutLoss()
    {
        var stream = new Broadcaster<int>();
        for (var i = 1; i <= 10; i++) stream.Publish(i);
        Assert.True(stream.Subscribe(7).TryRead(out var batch));
        Assert.Equal([8, 9, 10], batch.Items.ToArray());
        Assert.Null(batch.Gap);
    }

    [Fact]
    public void Subscribe_AfterForgottenNumber_IsToldTheGap()
    {
        var stream = new Broadcaster<int>(capacity: 4);
        for (var i = 1; i <= 10; i++) stream.Publish(i);
        Assert.True(stream.Subscribe(2).TryRead(out var batch));
        Assert.Equal(new Gap(3, 6), batch.Gap);
        Assert.Equal(7, batch.First);
        Assert.Equal([7, 8, 9, 10], batch.Items.ToArray());
    }

    [Fact]
    public void Subscribe_AfterNumberNeverGivenOut_IsToldAGapAndGoesOn()
    {
        var stream = new Broadcaster<int>();
        stream.Publish(1);
        var subscription = stream.Subscribe(500);
        Assert.True(subscription.TryRead(out var batch));
        Assert.Equal(new Gap(2, 500), batch.Gap);
        Assert.Equal(0, batch.Items.Length);
        stream.Publish(2);
        Assert.True(subscription.TryRead(out batch));
        Assert.Equal([2], batch.Items.ToArray());
    }

    [Fact]
    public void SlowSubscriber_NeverHoldsUpTheSource_AndTheOthersLoseNothing()
    {
        var stream = new Broadcaster<int>(capacity: 8);
        var slow = stream.Subscribe();
        var quick = stream.Subscribe();
        var seen = new List<int>();
        for (var i = 1; i <= 1_000; i++)
        {
            stream.Publish(i);
            Assert.True(quick.TryRead(out var batch));
            seen.AddRange(batch.Items.ToArray());
        }
        Assert.Equal(Enumerable.Range(1, 1_000), seen);
        Assert.True(slow.TryRead(out var late));
        Assert.Equal(new Gap(1, 992), late.Gap);
    }

    [Fact]
    public async Task WaitAsync_NothingPublished_EndsWithTheNextItem()
    {
        var stream = new Broadcaster<int>();
        var subscription = stream.Subscribe();
        var wait = subscription.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);
        stream.Publish(1);
        await wait;
        Assert.True(subscription.TryRead(out _));
    }

    [Fact]
    public async Task WaitAsync_TimeRunsOut_SaysFalse() =>
        Assert.False(await new Broadcaster<int>().Subscribe()
            .WaitAsync(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken));

    [Fact]
    public void AnyOrderOfPublishingAndReading_EachSubscriberSeesEveryNumberOnceOrInAGap()
    {
        // true: publish; false: read. Ring of 3, so that most runs overflow.
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll<bool[], byte>((steps, after) =>
        {
            var stream = new Broadcaster<long>(capacity: 3);
            for (var i = 1; i <= after; i++) stream.Publish(i);
            var from = after / 2;
            var subscription = stream.Subscribe(from);
            var expected = (long)from + 1;
            foreach (var publish in steps.Append(false))
            {
                if (publish) stream.Publish(stream.Last + 1);
                else while (subscription.TryRead(out var batch)) expected = Follow(batch, expected);
            }
            return expected == stream.Last + 1;
        }));
    }

    [Fact]
    public async Task ManyThreads_EverySubscriberAccountsForEveryItem()
    {
        const int PerSource = 5_000, Sources = 3;
        var stream = new Broadcaster<long>(capacity: 256);
        var ct = TestContext.Current.CancellationToken;
        var readers = Enumerable.Range(0, 4).Select(_ => stream.Subscribe()).Select(subscription => Task.Run(async () =>
        {
            long expected = 1;
            while (expected <= PerSource * Sources)
            {
                await subscription.WaitAsync(ct);
                while (subscription.TryRead(out var batch))
                {
                    Assert.Equal(expected, batch.Gap?.From ?? batch.First);
                    expected = batch.First + batch.Items.Length;
                }
            }
            return expected;
        }, ct)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Sources).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < PerSource; i++) stream.Publish(i);
        }, ct)));
        foreach (var end in await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(30), ct)) Assert.Equal((PerSource * Sources) + 1, end);
    }

    private static long Follow(StreamBatch<long> batch, long expected)
    {
        if (batch.Gap is { } gap)
        {
            Assert.Equal(expected, gap.From);
            expected = gap.To + 1;
        }
        foreach (var item in batch.Items.Span) Assert.Equal(expected++, item);
        return expected;
    }
}
