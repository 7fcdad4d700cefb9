// Stands in for packages that only Next may load, such as `server-only`.
export {};
