// Where feature maps lie: large blocks come from one region of address space of their own.
//
// A training step takes and frees the same feature maps again, hundreds of megabytes of them, and each level of a hierarchy has maps of another size. glibc puts small lasting blocks into the holes between,
// after which the maps fit nowhere: a joint step of four levels came to hold twice what it ever used at one time. Here holes are only ever cut by other large blocks, and close again when a pass is over.
// The region's pages are kept for the next step, and the system may make them huge ones.
#include "shim.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <unordered_map>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>

namespace {

constexpr size_t kLarge = 256 << 10;
constexpr size_t kAlignment = 64;
// Blocks whose addresses agree in their last bits compete for the same lines of the cache.
constexpr size_t kShift = 5 * kAlignment;

// Where the system promises no more memory than it has, address space alone would count against that.
bool counts_every_page() {
  char mode = '0';
  if (std::FILE* file = std::fopen("/proc/sys/vm/overcommit_memory", "r")) {
    if (std::fread(&mode, 1, 1, file) != 1) mode = '0';
    std::fclose(file);
  }
  return mode == '2';
}

class Region {
 public:
  Region() {
    const auto pages = sysconf(_SC_PHYS_PAGES);
    const auto page = sysconf(_SC_PAGESIZE);
    if (pages <= 0 || page <= 0 || counts_every_page()) return;
    size_ = static_cast<size_t>(pages) * static_cast<size_t>(page);
    void* start = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED) {
      size_ = 0;
      return;
    }
    madvise(start, size_, MADV_HUGEPAGE);
    start_ = static_cast<char*>(start);
    free_.emplace(start_, size_);
  }

  // The lowest hole that is large enough, so that the far end stays untouched. Null if there is none.
  void* take(size_t bytes) {
    const size_t wanted = (bytes + kAlignment - 1) / kAlignment * kAlignment + kShift;
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto hole = free_.begin(); hole != free_.end(); ++hole) {
      if (hole->second < wanted) continue;
      char* block = hole->first;
      const size_t rest = hole->second - wanted;
      free_.erase(hole);
      if (rest > 0) free_.emplace(block + wanted, rest);
      taken_.emplace(block, wanted);
      return block;
    }
    return nullptr;
  }

  // False if the block is none of the region's.
  bool give_back(void* pointer) {
    char* block = static_cast<char*>(pointer);
    if (block < start_ || block >= start_ + size_) return false;
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = taken_.find(block);
    size_t bytes = found->second;
    taken_.erase(found);
    auto next = free_.lower_bound(block);
    if (next != free_.end() && next->first == block + bytes) {
      bytes += next->second;
      next = free_.erase(next);
    }
    if (next != free_.begin()) {
      const auto before = std::prev(next);
      if (before->first + before->second == block) {
        before->second += bytes;
        return true;
      }
    }
    free_.emplace(block, bytes);
    return true;
  }

 private:
  std::mutex mutex_;
  char* start_ = nullptr;
  size_t size_ = 0;
  std::map<char*, size_t> free_;
  std::unordered_map<char*, size_t> taken_;
};

// Never destroyed: tensors may be freed while the process ends.
Region& region() {
  static Region* const one = new Region();
  return *one;
}

c10::Allocator* system_allocator() {
  static c10::Allocator* const one = c10::GetDefaultCPUAllocator();
  return one;
}

void free_block(void* pointer) {
  if (pointer && !region().give_back(pointer)) system_allocator()->raw_deallocate(pointer);
}

// What is virtual in c10::Allocator, and const, differs between libtorch's versions: both forms are here, and the one that is asked for overrides.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
class LargeBlocks final : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t bytes) { return take(bytes); }
  c10::DataPtr allocate(size_t bytes) const { return take(bytes); }
  c10::DeleterFnPtr raw_deleter() const { return &free_block; }
  void copy_data(void* to, const void* from, std::size_t bytes) const { std::memcpy(to, from, bytes); }

 private:
  static c10::DataPtr take(size_t bytes) {
    void* block = bytes >= kLarge ? region().take(bytes) : nullptr;
    if (!block) block = system_allocator()->raw_allocate(bytes);
    return {block, block, &free_block, c10::Device(c10::DeviceType::CPU)};
  }
};
#pragma GCC diagnostic pop

struct Start {
  Start() {
    const char* choice = std::getenv("HIERKD_LIBTORCH_MEMORY");
    if (choice && std::strcmp(choice, "system") == 0) return;
    system_allocator();
    c10::SetCPUAllocator(new LargeBlocks(), 1);
  }
} start;

}  // namespace

#endif
