using Pitwall.Testing;

namespace Pitwall.Tests.Testing;

/// <summary>Tests that trust the clock need a clock that is right.</summary>
public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Advance_TimersThatFallDue_FireInOrderOfTimeAndSeeTheirOwnTime()
    {
        using var late = Start("late", seconds: 5);
        using var early = Start("early", seconds: 2);
        using var later = Start("never", seconds: 60);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["early at 2", "late at 5"], _fired);
        Assert.Equal(1, _clock.Timers);
    }

    [Fact]
    public void Advance_PeriodicTimer_FiresOncePerPeriodUntilDisposed()
    {
        using (Start("tick", seconds: 1, period: 2))
            _clock.Advance(TimeSpan.FromSeconds(6));
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(["tick at 1", "tick at 3", "tick at 5"], _fired);
    }

    [Fact]
    public async Task Advance_Delay_EndsWhenItsTimeHasCome()
    {
        var started = _clock.GetTimestamp();
        var delay = Task.Delay(TimeSpan.FromSeconds(3), _clock, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await delay;
        Assert.Equal(TimeSpan.FromSeconds(3), _clock.GetElapsedTime(started));
    }

    private ITimer Start(string name, double seconds, double period = 0)
    {
        var begin = _clock.GetUtcNow();
        return _clock.CreateTimer(
            _ => _fired.Add($"{name} at {(_clock.GetUtcNow() - begin).TotalSeconds}"),
            null,
            TimeSpan.FromSeconds(seconds),
            period == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));
    }
}
