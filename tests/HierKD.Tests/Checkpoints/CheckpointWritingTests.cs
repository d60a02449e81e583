using HierKD.Tests.Run;
using Microsoft.Extensions.Logging;

namespace HierKD.Tests.Checkpoints;

/// <summary>A disk that is full or away costs a warning, not hours of training; what cannot work is said before they begin.</summary>
public sealed class CheckpointWritingTests : ResumeTest
{
    [Fact]
    public void A_file_that_cannot_be_written_is_a_warning_and_is_tried_again_after_the_next_epoch()
    {
        var path = TemporaryFile("run.checkpoint");
        var options = Everything with { Checkpoint = new(path) { Keep = true } };
        // Somebody puts a folder in the file's place in the second epoch, and takes it away in the third.
        var recorder = new Recorder(p =>
        {
            if ((p.Phase, p.Step) != (PruningPhase.Joint, 1)) return;
            if (p.Epoch == 2) File.Move(path, path + ".first");
            if (p.Epoch == 2) Directory.CreateDirectory(path);
            if (p.Epoch == 3) Directory.Delete(path);
        });
        var (net, lines) = (Model(), new Lines());
        using var result = HierarchicalPruner.Run(net, Source(), options, recorder, lines);
        var warning = Assert.Single(lines.Written, l => l.Level == LogLevel.Warning && l.Text.Contains(path, StringComparison.Ordinal));
        Assert.Contains("after epoch 2 of phase Joint", warning.Text, StringComparison.Ordinal);
        Assert.Contains("would go on at its beginning", warning.Text, StringComparison.Ordinal);
        Assert.Empty(result.Warnings);
        Assert.True(File.Exists(path));
        Assert.Equal(["run.checkpoint", "run.checkpoint.first"], Files(path));
        Assert.Equal(Prune(Everything).Student, ModelBits.Of(net));
    }

    [Fact]
    public void A_folder_that_vanishes_costs_no_result()
    {
        var path = TemporaryFile("away/run.checkpoint");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = Everything with { Checkpoint = new(path) };
        var recorder = new Recorder(p =>
        {
            if ((p.Phase, p.Epoch, p.Step) != (PruningPhase.FixedMasks, 1, 2)) return;
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        });
        var (net, lines) = (Model(), new Lines());
        using var result = HierarchicalPruner.Run(net, Source(), options, recorder, lines);
        Assert.Equal(5, lines.Written.Count(
            l => l.Level == LogLevel.Warning && l.Text.Contains("cannot be written", StringComparison.Ordinal)));
        Assert.Contains(path, Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(Prune(Everything).Student, ModelBits.Of(net));
        var (file, warnings) = (TemporaryFile("student.hierkd"), result.Warnings.Count);
        result.Save(file);
        Assert.True(File.Exists(file));
        Assert.Equal(warnings, result.Warnings.Count);
    }

    [Fact]
    public void A_cancelled_run_says_from_where_it_goes_on()
    {
        var path = TemporaryFile("run.checkpoint");
        var options = Everything with { Checkpoint = new(path) };
        using var source = new CancellationTokenSource();
        var recorder = new Recorder(p =>
        {
            if ((p.Phase, p.Epoch, p.Step) == (PruningPhase.Joint, 2, 1)) File.Copy(path, path + ".first");
            if ((p.Phase, p.Epoch, p.Step) == (PruningPhase.Joint, 2, 1)) File.Delete(path);
            if ((p.Phase, p.Epoch, p.Step) == (PruningPhase.Joint, 2, 1)) Directory.CreateDirectory(path);
            if ((p.Phase, p.Epoch, p.Step) != (PruningPhase.Joint, 3, 1)) return;
            Directory.Delete(path);
            File.Move(path + ".first", path);
            source.Cancel();
        });
        var failure = Assert.Throws<OperationCanceledException>(
            () => HierarchicalPruner.Run(Model(), Source(), options, recorder, cancellationToken: source.Token));
        Assert.IsNotType<PruningCanceledException>(failure);
        source.TryReset();

        using var later = new CancellationTokenSource();
        var stop = new Recorder(p => { if ((p.Phase, p.Epoch) == (PruningPhase.FixedMasks, 2)) later.Cancel(); });
        var cancelled = Assert.Throws<PruningCanceledException>(
            () => HierarchicalPruner.Run(Model(), Source(), options, stop, cancellationToken: later.Token));
        Assert.Equal((path, PruningPhase.FixedMasks, 1), (cancelled.CheckpointPath, cancelled.Phase, cancelled.EpochsDone));
        Assert.Contains("after epoch 1 of phase FixedMasks", cancelled.Message, StringComparison.Ordinal);
        RequireSameBits(Everything, options);
    }

    [Fact]
    public void A_run_that_fails_logs_from_where_it_goes_on()
    {
        var lines = new Lines();
        var recorder = new Recorder(p => { if (p.Phase == PruningPhase.FixedMasks) throw new FuseException(); });
        Assert.Throws<FuseException>(() => HierarchicalPruner.Run(
            Model(), Source(), Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) }, recorder, lines));
        Assert.Contains("after epoch 3 of phase Joint", lines.Written[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_before_anything_is_done()
    {
        Refused(new string('x', 240), "too long");
        File.WriteAllText(TemporaryFile("file"), "");
        Refused("file/run.checkpoint", null);
        Refused("no-folder/run.checkpoint", null);

        void Refused(string name, string? reason)
        {
            var (net, recorder) = (Model(), new Recorder());
            var before = ModelBits.Of(net);
            var failure = Assert.ThrowsAny<Exception>(
                () => HierarchicalPruner.Run(net, Source(), Everything with { Checkpoint = new(TemporaryFile(name)) }, recorder));
            Assert.True(failure is CheckpointException or ArgumentException { ParamName: "Path" }, failure.ToString());
            if (reason is not null) Assert.Contains(reason, Assert.IsType<CheckpointException>(failure).Reason, StringComparison.Ordinal);
            Assert.Contains(name, failure.Message, StringComparison.Ordinal);
            Assert.Equal(before, ModelBits.Of(net));
            Assert.Empty(recorder.Reports);
            Assert.DoesNotContain(Files(TemporaryFile("run.checkpoint")), f => f != "file");
        }
    }

    [Fact]
    public void A_run_that_cannot_go_on_yet_says_from_where_it_will()
    {
        // A name that is just short enough to be read, and too long while it is written.
        var (path, longer) = (TemporaryFile("run.checkpoint"), TemporaryFile(new string('x', 230)));
        Interrupt(Everything with { Checkpoint = new(path) }, PruningPhase.Joint, 3);
        File.Move(path, longer);
        var failure = Assert.Throws<CheckpointException>(
            () => HierarchicalPruner.Run(Model(), Source(), Everything with { Checkpoint = new(longer) }));
        Assert.Equal((longer, PruningPhase.Joint, 2), (failure.CheckpointPath, failure.Phase, failure.EpochsDone));
        Assert.Contains("goes on after epoch 2 of phase Joint", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(longer));
    }

    [Fact]
    public void The_result_of_a_complete_run_can_be_had_where_nothing_can_be_written()
    {
        var (path, longer) = (TemporaryFile("run.checkpoint"), TemporaryFile(new string('x', 230)));
        var options = Everything with { Checkpoint = new(path) };
        var expected = Model();
        using (HierarchicalPruner.Run(expected, Source(), options)) { }
        File.Move(path, longer);
        var (net, recorder) = (Model(), new Recorder());
        using var result = HierarchicalPruner.Run(net, Source(), Everything with { Checkpoint = new(longer) }, recorder);
        Assert.Empty(recorder.Reports);
        Assert.Equal(ModelBits.Of(expected), ModelBits.Of(net));
    }

    [SkippableFact]
    public void A_device_is_no_place_for_it()
    {
        Skip.IfNot(File.Exists("/dev/full"), "This system has no such device.");
        var path = TemporaryFile("run.checkpoint");
        File.CreateSymbolicLink(path, "/dev/full");
        var failure = Assert.Throws<CheckpointException>(
            () => HierarchicalPruner.Run(Model(), Source(), Everything with { Checkpoint = new(path) }));
        Assert.Contains("it is a device", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(path).LinkTarget);
    }

    [Fact]
    public void A_path_is_what_it_was_at_the_start_whatever_becomes_of_the_current_folder()
    {
        var (before, path) = (Directory.GetCurrentDirectory(), TemporaryFile("run.checkpoint"));
        var elsewhere = Directory.CreateDirectory(TemporaryFile("elsewhere")).FullName;
        using var source = new CancellationTokenSource();
        var stop = new Recorder(p =>
        {
            Directory.SetCurrentDirectory(elsewhere);
            if (p.Epoch == 2) source.Cancel();
        });
        try
        {
            Directory.SetCurrentDirectory(Path.GetDirectoryName(path)!);
            var failure = Assert.Throws<PruningCanceledException>(() => HierarchicalPruner.Run(
                Model(), Source(), Everything with { Checkpoint = new("run.checkpoint") }, stop, cancellationToken: source.Token));
            Assert.Equal(path, failure.CheckpointPath);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
        Assert.Equal(["run.checkpoint"], Files(path));
        Assert.Empty(Directory.GetFiles(elsewhere));
    }

    [Fact]
    public void The_file_goes_when_the_student_is_saved_and_not_before()
    {
        var (path, file) = (TemporaryFile("run.checkpoint"), TemporaryFile("student.hierkd"));
        var options = Everything with { Checkpoint = new(path) };
        using (HierarchicalPruner.Run(Model(), Source(), options)) { }
        Assert.True(File.Exists(path));
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(Model(), Source(), options, recorder);
        Assert.Empty(recorder.Reports);
        result.Save(TemporaryFile("largest.hierkd"), "largest");
        Assert.True(File.Exists(path));
        Assert.ThrowsAny<IOException>(() => result.Save(TemporaryFile("missing/student.hierkd")));
        Assert.True(File.Exists(path));
        result.Save(file);
        Assert.Equal(["largest.hierkd", "student.hierkd"], Files(path));
        result.Save(file);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void A_file_that_another_has_put_in_its_place_stays()
    {
        var path = TemporaryFile("run.checkpoint");
        using var result = HierarchicalPruner.Run(Model(), Source(), Everything with { Checkpoint = new(path) });
        result.Save(path);
        Assert.True(File.Exists(path));
        using var net = SlimModel.Load(path, () => TinyNet.Seeded(dropout: 0.3));
    }

    [Fact]
    public void Two_runs_do_not_share_a_file()
    {
        var options = Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        CheckpointException? refused = null;
        var recorder = new Recorder(p =>
        {
            if (refused is not null) return;
            // Another thread: within a run there is none.
            var other = Model();
            refused = Task.Run(() => Assert.Throws<CheckpointException>(() => HierarchicalPruner.Run(other, Source(), options))).Result;
        });
        using var result = HierarchicalPruner.Run(Model(), Source(), options, recorder);
        Assert.Contains("another run uses it", refused!.Message, StringComparison.Ordinal);
        Assert.Equal(options.Checkpoint.Path, refused.CheckpointPath);
        Assert.Equal(["run.checkpoint"], Files(options.Checkpoint.Path));
    }

    [Fact]
    public void What_killed_writers_left_behind_goes_and_nothing_else()
    {
        var path = TemporaryFile("run.checkpoint");
        var (stale, id) = ($"{path}.{Guid.NewGuid():N}.tmp", $"{Guid.NewGuid():N}");
        string[] others =
        [
            $"{path}.tmp", $"{path}.{id}", $"{path}.{id}.tmp2", $"{path}.{id[..31]}.tmp", $"{path}.{id.ToUpperInvariant()}.tmp",
            $"{path}x.{id}.tmp", TemporaryFile($"other.{id}.tmp"), $"{path}.first.{id}.tmp",
        ];
        foreach (var file in others.Append(stale)) File.WriteAllText(file, "x");
        Interrupt(Everything with { Checkpoint = new(path) }, PruningPhase.Joint, 2);
        Assert.False(File.Exists(stale));
        File.WriteAllText(stale, "x");
        using var result = HierarchicalPruner.Run(Model(), Source(), Everything with { Checkpoint = new(path) });
        Assert.False(File.Exists(stale));
        File.WriteAllText(stale, "x");
        result.Save(TemporaryFile("student.hierkd"));
        Assert.False(File.Exists(stale));
        Assert.All(others, file => Assert.True(File.Exists(file), file));
    }

    private static string[] Files(string path) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(path)!).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
