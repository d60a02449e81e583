using static TorchSharp.torch;

namespace HierKD;

/// <summary>The place of a run's checkpoint, which no other run uses meanwhile.</summary>
internal sealed class CheckpointFile : IDisposable
{
    private readonly FileLock _lock;

    private CheckpointFile(string path, FileLock held) => (Path, _lock) = (path, held);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Takes the place, and finds out before anything is trained whether a file can be written there.</summary>
    /// <exception cref="CheckpointException">It cannot, or another run uses it.</exception>
    public static CheckpointFile Take(CheckpointOptions options, nn.Module model)
    {
        var path = options.Path;
        try
        {
            path = WholeFile.PlaceOf(options.Path);
            var held = FileLock.Take(path) ?? throw new CheckpointException(
                path, $"another run uses it ('{path}.lock' is open). Wait for that run, or give this one another path.");
            try
            {
                // The weights will be in it, and more: what is too much for the disk now is too much later.
                WholeFile.Try(path, ModelTensors.List(model, []).Sum(t => t.Tensor.numel() * t.Tensor.element_size()));
                return new CheckpointFile(path, held);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (failure is IOException and not CheckpointException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, failure.Message, PlaceIn(path), failure);
        }
    }

    /// <summary>Where the run goes on that wrote the file.</summary>
    private static (PruningPhase Phase, int EpochsDone)? PlaceIn(string path)
    {
        try
        {
            if (!File.Exists(path)) return null;
            using var file = SafetensorsFile.Open(path);
            var manifest = CheckpointManifest.Of(path, file);
            return (manifest.Phase, manifest.EpochsDone);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    public void Dispose() => _lock.Dispose();
}
