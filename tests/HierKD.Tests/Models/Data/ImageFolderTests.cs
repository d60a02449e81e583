using HierKD.Models;

namespace HierKD.Tests;

/// <summary>Folders of images: which files, in which order, and what is refused.</summary>
public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Classes_and_files_come_in_ordinal_order_and_other_files_are_left_out()
    {
        foreach (var file in (string[])["b/2.JPEG", "b/10.jpg", "a/deeper/x.png", "a/Z.jpeg", "a/notes.txt", "top.png"]) Touch(file);
        var images = ImageFolder.Open(_folder.Path);

        Assert.Equal(["a", "b"], images.Classes);
        Assert.Equal(
            ["a/Z.jpeg 0", "a/deeper/x.png 0", "b/10.jpg 1", "b/2.JPEG 1"],
            images.Files.Select(f => $"{Path.GetRelativePath(_folder.Path, f.Path).Replace('\\', '/')} {f.Class}"));
    }

    [Fact]
    public void A_validation_set_has_the_numbers_of_the_training_set()
    {
        Touch("c/1.png");
        Assert.Equal(2, Assert.Single(ImageFolder.Open(_folder.Path, ["a", "b", "c"]).Files).Class);
        var failure = Assert.Throws<InvalidDataException>(() => ImageFolder.Open(_folder.Path, ["a", "b"]));
        Assert.Contains("has a folder 'c', which is none of the 2 classes of the training set", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_held_out_is_disjoint_and_drawn_by_its_seed()
    {
        for (var i = 0; i < 20; i++) Touch($"class{i % 2}/{i}.png");
        var images = ImageFolder.Open(_folder.Path);
        var (remaining, held) = images.HoldOut(0.2, seed: 1);

        Assert.Equal((16, 4), (remaining.Count, held.Count));
        Assert.Equal(images.Files, remaining.Files.Concat(held.Files).Order());
        Assert.Equal(held.Files, images.HoldOut(0.2, seed: 1).HeldOut.Files);
        Assert.NotEqual(held.Files, images.HoldOut(0.2, seed: 2).HeldOut.Files);
        Assert.Throws<ArgumentOutOfRangeException>("fraction", () => images.HoldOut(1, seed: 1));
    }

    [Fact]
    public void What_is_no_folder_of_classes_is_refused_with_the_reason()
    {
        Assert.Contains(
            "There is no folder", Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Open(_folder.File("nowhere"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has no folders", Assert.Throws<InvalidDataException>(() => ImageFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
        Touch("empty/readme.txt");
        Assert.Contains(
            "has no image", Assert.Throws<InvalidDataException>(() => ImageFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Touch(string name)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
    }
}
